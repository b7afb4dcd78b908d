"""Latents that have sketches, and the drawings that those are: what a training of, or beside, the sketch adapter sees."""

import numpy as np
import torch

from .follow import unit
from .latents import Latents
from .model import decode, decoded, load_autoencoder
from .trainer import DEVICE

BATCH = 4
"""Larger ones take longer: what a layer gives is then too large for malloc to keep, and its pages are fetched anew each time."""


def keep_drawings(path, paths, model):
    """Writes the sketches of latents as pictures once: (sketched rows, size, size, 3) uint8, too many to hold in memory. CUDA needs none."""
    if path.exists() or DEVICE != "cpu":
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    latents, vae, part = Latents(paths, DEVICE), load_autoencoder(f"{model}/vae"), path.with_suffix(".part")
    rows, side = latents.sketched(), 8 * latents.shape[1]
    kept = np.lib.format.open_memmap(part, "w+", np.uint8, (len(rows), side, side, 3))
    print(f"{path}: {len(rows)} drawings ...", flush=True)
    for k in range(0, len(rows), BATCH):
        kept[k:k + BATCH] = decode(vae, latents.at(rows[k:k + BATCH]).sketch)
    kept.flush()
    part.rename(path)


class Drawn:
    """Rows that have a sketch, each with its drawing from `kept`, what `keep_drawings` wrote of them."""

    def __init__(self, vae, kept, paths):
        self.latents, self._vae = Latents(paths, DEVICE), vae
        self._rows = self.latents.sketched()
        self._kept = np.load(kept, mmap_mode="r") if DEVICE == "cpu" else None
        if self._kept is not None and len(self._kept) != len(self._rows):
            raise ValueError(f"{kept}: {len(self._kept)} drawings (expected: {len(self._rows)}, the sketches of {paths}; without this file they are drawn anew)")

    def batch(self, n, generator):
        """(batch, drawings (n, 3, size, size) in 0..1). CUDA decodes them anew each time, quicker than they could be fetched."""
        chosen = torch.randint(len(self._rows), (n,), generator=generator, device=generator.device).cpu()
        batch = self.latents.at(self._rows[chosen])
        return batch, unit(self._kept[chosen.numpy()]) if self._kept is not None else decoded(self._vae, batch.sketch).float() / 255
