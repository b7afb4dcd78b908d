"""What a person draws and what should come back: the flat and the glossy drawing of one thing, the same outlines in both, pixel on pixel."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from .colour import dominant_hue, recolour
from .concepts import HELD_OUT
from .sprites import paste

FLAT, GLOSSY = "fluent-emoji-flat", "fluent-3d"
"""The two artwork sets that draw the same shapes."""


class FlatTwins:
    """The flat drawing of each glossy sprite among some rows of a pack, in the sprite's colours."""

    def __init__(self, pack, rows):
        self._pack = pack
        flat = {pack.rows[i]["hex"]: i for i in rows if pack.rows[i]["set"] == FLAT}
        self._of = {i: flat[pack.rows[i]["hex"]] for i in rows if pack.rows[i]["set"] == GLOSSY and pack.rows[i]["hex"] in flat}

    def __len__(self):
        return len(self._of)

    def __contains__(self, i):
        return i in self._of

    def drawing(self, i, degrees=None):
        """RGBA of the flat drawing of row `i`, with its main colour rotated to `degrees` unless that is None; the sprite itself if it has no twin."""
        drawing = self._pack.sprite(self._of.get(i, i))
        if degrees is None:
            return drawing
        hue, share = dominant_hue(drawing)
        return recolour(drawing, hue, degrees) if share > 0 else drawing


@dataclass(frozen=True)
class Twin:
    """A drawing and what it should become, both (size, size, 3) uint8; `drawn` (size, size) is True where both have something."""

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
    """A sprite in the middle of paper, (size, size, 3) uint8."""
    canvas = Image.new("RGB", (size, size), paper)
    margin = round(size * 0.05)
    paste(canvas, rgba, size - 2 * margin, margin, margin)
    return np.asarray(canvas)


def covered(rgba, size):
    """Where the sprite in the middle covers more than half of a pixel, (size, size) bool."""
    silhouette = np.dstack([np.full_like(rgba[..., :3], 255), rgba[..., 3]])
    return centred(silhouette, size, "black")[..., 0] > 127
