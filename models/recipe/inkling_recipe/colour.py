"""Colour words: finds a sprite's main hue, and changes it."""

import numpy as np
from PIL import Image

from .concepts import COLOURLESS_GROUPS, HUES


def to_hsv(rgb):
    return np.asarray(Image.fromarray(rgb).convert("HSV"))


def to_rgb(hsv):
    return np.asarray(Image.fromarray(hsv, "HSV").convert("RGB"))


def dominant_hue(rgba):
    """(hue in 0..255, share of the sprite's pixels that clearly have it)."""
    step = max(1, rgba.shape[0] // 64)
    small = rgba[::step, ::step]
    hsv = to_hsv(np.ascontiguousarray(small[..., :3]))
    opaque = small[..., 3] > 128
    vivid = opaque & (hsv[..., 1] > 80) & (hsv[..., 2] > 60)
    if opaque.sum() < 50 or vivid.sum() < 0.25 * opaque.sum():
        return 0, 0.0
    counts = np.bincount(hsv[..., 0][vivid] >> 3, minlength=32).astype(float)
    wide = counts + np.roll(counts, 1) + np.roll(counts, -1)
    best = int(wide.argmax())
    return best * 8 + 4, float(wide[best] / opaque.sum())


def hue_word(hue):
    degrees = hue * 360 / 255
    return min(HUES, key=lambda h: min(abs(h[1] - degrees), 360 - abs(h[1] - degrees)))[0]


def recolour(rgba, hue, degrees):
    """The sprite with the colours around `hue` (0..255) rotated to `degrees`; other colours stay."""
    hsv = to_hsv(np.ascontiguousarray(rgba[..., :3])).copy()
    distance = (hsv[..., 0].astype(int) - hue + 128) % 256 - 128
    family = (np.abs(distance) < 32) & (hsv[..., 1] > 30)
    hsv[..., 0] = np.where(family, (distance + int(degrees * 255 / 360)) % 256, hsv[..., 0]).astype(np.uint8)
    return np.dstack([to_rgb(hsv), rgba[..., 3]])


class Colourist:
    """Recolours sprites and names their colours; caches each sprite's own hue."""

    def __init__(self, pack):
        self._pack = pack
        self._hues = {}

    def paint(self, i, rng, chance=0.3):
        """(RGBA, colour word or "", the hue it was turned to in degrees or None): as `choose` says."""
        colour, degrees = self.choose(i, rng, chance)
        sprite = self._pack.sprite(i)
        return (sprite if degrees is None else recolour(sprite, self._hue(i)[0], degrees)), colour, degrees

    def choose(self, i, rng, chance=0.3):
        """(colour word or "", the hue to turn to in degrees or None): another colour with `chance`, else sometimes its own by name."""
        concept = self._pack.concept(i)
        if concept["group"] in COLOURLESS_GROUPS:
            return "", None
        hue, share = self._hue(i)
        words = concept["name"].lower().split()
        if share < 0.3 or "fire" in words or any(word in words for word, _ in HUES):
            return "", None
        draw = rng.random()
        if draw < chance:
            word, degrees = rng.choice(HUES)
            return word, (degrees + rng.uniform(-8, 8)) % 360
        return (hue_word(hue) if draw < chance + 0.2 and share > 0.45 else ""), None

    def _hue(self, i):
        if i not in self._hues:
            self._hues[i] = dominant_hue(self._pack.sprite(i))
        return self._hues[i]
