"""Latents on disk: encoded pictures and sketches with token ids; one file per cache.

z, zs: (n, channels, h, w) float16; has: which rows have a sketch; ids: (n, 32) int16.
"""

import glob
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

FIELDS = ("z", "zs", "has", "ids")


@dataclass
class Batch:
    """Clean latents, sketch latents (the clean ones if there is no sketch), a mask of rows with a sketch, and token ids."""

    z: torch.Tensor
    sketch: torch.Tensor
    has_sketch: torch.Tensor
    ids: torch.Tensor


class Latents:
    """Several caches as one. A path may be a pattern (`work/latents-*.npz`); files that appear during use are added."""

    LOOK_SECONDS = 5

    def __init__(self, paths, device):
        self.device, self._paths = device, [str(path) for path in paths]
        self._taken, self._fields, self._count = set(), {}, 0
        self._growing = any(glob.has_magic(path) for path in self._paths)
        while not self._look():
            print(f"waiting for {', '.join(self._paths)} ...", flush=True)
            time.sleep(self.LOOK_SECONDS)

    def _look(self):
        """Adds new files; returns the number of rows."""
        self._looked = time.time()
        found = [name for path in self._paths for name in (sorted(glob.glob(path)) if glob.has_magic(path) else [path])]
        fresh = [name for name in found if name not in self._taken]
        parts = [np.load(name) for name in fresh]
        shapes = {part["z"].shape[1:] for part in parts} | ({self.shape} if self._count else set())
        if len(shapes) > 1:
            raise ValueError(f"{self._paths}: latents of shapes {sorted(shapes)} (expected: one shape)")
        if parts:
            rows = sum(len(part["has"]) for part in parts)
            for f in FIELDS:
                self._add(f, [part[f] for part in parts], rows)
            self._count += rows
            self._taken.update(fresh)
        return self._count

    def _add(self, field, arrays, rows):
        """The capacity is doubled if more files may come."""
        held = self._fields.get(field)
        if held is None or len(held) < self._count + rows:
            room, first = max(2 * self._count if self._growing else 0, self._count + rows), torch.from_numpy(arrays[0])
            larger = first.new_empty((room, *first.shape[1:]), device=self.device)
            if held is not None:
                larger[:self._count] = held[:self._count]
            held = self._fields[field] = larger
        place = self._count
        for array in arrays:
            held[place:place + len(array)] = torch.from_numpy(array)
            place += len(array)

    @property
    def shape(self):
        """(channels, height, width) of a latent."""
        return tuple(self._fields["z"].shape[1:])

    def __len__(self):
        return self._count

    def batch(self, n, generator):
        """`n` rows drawn at random."""
        if self._growing and time.time() - self._looked > self.LOOK_SECONDS:
            self._look()
        return self.at(torch.randint(len(self), (n,), generator=generator, device=generator.device))

    def at(self, rows):
        """The rows of these numbers."""
        rows = rows.to(self.device)
        z, sketch, has, ids = (self._fields[f][rows] for f in FIELDS)
        return Batch(z.float(), sketch.float(), has, ids.long())

    def sketched(self):
        """Indices of the rows that have a sketch; there must be some."""
        rows = self._fields["has"][:self._count].nonzero()[:, 0].cpu()
        if not len(rows):
            raise ValueError(f"{self._paths}: no sketches (expected: made with --sketches above 0)")
        return rows


def write(path, batches, captions):
    """Writes a cache atomically; `batches` are dicts of the fields. Captions are written beside it, one per line."""
    fields, path = {f: np.concatenate([b[f] for b in batches]) for f in FIELDS}, Path(path)
    path.with_suffix(".txt").write_text("\n".join(captions) + "\n")
    with path.with_suffix(".part").open("wb") as part:
        np.savez(part, **fields)
    os.replace(path.with_suffix(".part"), path)
    z = fields["z"].astype(np.float32)
    return json.dumps({"rows": len(z), "mean": z.mean((0, 2, 3)).round(2).tolist(), "deviation": z.std((0, 2, 3)).round(2).tolist()})
