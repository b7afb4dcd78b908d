"""Latents on disk: pictures and their sketches as the autoencoder sees them, with token ids; one file a cache.

z, zs: (n, channels, h, w) float16; has: which rows have a sketch; ids: (n, 32) int16.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

FIELDS = ("z", "zs", "has", "ids")


@dataclass
class Batch:
    """Clean latents, sketch latents (the clean ones where there is no sketch), which have one, and token ids."""

    z: torch.Tensor
    sketch: torch.Tensor
    has_sketch: torch.Tensor
    ids: torch.Tensor


class Latents:
    """Several caches as one."""

    def __init__(self, paths, device):
        parts = [np.load(path) for path in paths]
        shapes = {part["z"].shape[1:] for part in parts}
        if len(shapes) != 1:
            raise ValueError(f"{paths}: latents of shapes {sorted(shapes)} (expected: one shape)")
        self._fields = {f: torch.from_numpy(np.concatenate([part[f] for part in parts])) for f in FIELDS}
        if device == "cuda":
            self._fields = {f: t.to(device) for f, t in self._fields.items()}
        self.device = device
        self.shape = next(iter(shapes))

    def __len__(self):
        return len(self._fields["z"])

    def batch(self, n, generator):
        """`n` rows drawn at random."""
        return self.at(torch.randint(len(self), (n,), generator=generator, device=generator.device))

    def at(self, rows):
        """The rows of these numbers."""
        rows = rows.to(self._fields["z"].device)
        z, sketch, has, ids = (self._fields[f][rows].to(self.device) for f in FIELDS)
        return Batch(z.float(), sketch.float(), has, ids.long())

    def sketched(self):
        """Numbers of the rows that have a sketch."""
        return self._fields["has"].nonzero()[:, 0].cpu()


def write(path, batches, captions):
    """Writes a cache; `batches` are dicts of the fields. Captions go beside it, one a line."""
    fields = {f: np.concatenate([b[f] for b in batches]) for f in FIELDS}
    np.savez(path, **fields)
    Path(path).with_suffix(".txt").write_text("\n".join(captions) + "\n")
    z = fields["z"].astype(np.float32)
    return json.dumps({"rows": len(z), "mean": z.mean((0, 2, 3)).round(2).tolist(), "deviation": z.std((0, 2, 3)).round(2).tolist()})
