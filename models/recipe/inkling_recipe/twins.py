"""Twins: the same thing drawn flat, as a person would, and in glossy 3D, the expected result; aligned to the pixel."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from .concepts import HELD_OUT
from .pairs import FLAT, GLOSSY
from .pictures import paste


@dataclass(frozen=True)
class Twin:
    """A drawing and its expected result, both (size, size, 3) uint8; `drawn` (size, size) is True where both have something."""

    name: str
    flat: np.ndarray
    glossy: np.ndarray
    drawn: np.ndarray


def held_out_twins(pack, size):
    """The twins of held-out concepts, by name; [] for a pack without one of the two sets."""
    flat, glossy = pack.by_set.get(FLAT, {}), pack.by_set.get(GLOSSY, {})
    return [twin(name, pack.sprite(flat[name]), pack.sprite(glossy[name]), size) for name in sorted(HELD_OUT) if name in flat and name in glossy]


def twin(name, flat, glossy, size):
    """A `Twin` of two sprites (RGBA)."""
    return Twin(name, centred(flat, size), centred(glossy, size), covered(flat, size) & covered(glossy, size))


def centred(rgba, size, paper="white"):
    """A sprite in the middle of white paper, (size, size, 3) uint8."""
    canvas = Image.new("RGB", (size, size), paper)
    margin = round(size * 0.05)
    paste(canvas, rgba, size - 2 * margin, margin, margin)
    return np.asarray(canvas)


def covered(rgba, size):
    """Where the centred sprite covers more than half of a pixel, (size, size) bool."""
    silhouette = np.dstack([np.full_like(rgba[..., :3], 255), rgba[..., 3]])
    return centred(silhouette, size, "black")[..., 0] > 127
