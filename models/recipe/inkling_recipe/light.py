"""Shaded shapes under one light, drawn into a picture and its flat drawing at the same time.

Positions are shares of the side, from the top left. A mask (size, size) has the coverage of each pixel, 0 to 1.
"""

from functools import lru_cache

import numpy as np
from PIL import Image

SHADE = np.array([0.60, 0.64, 0.86], np.float32)
"""Factor of a colour on the side away from the light; shadows are bluish."""
LIGHT = np.array([30, 24, 8], np.float32)
"""Added to a colour in direct light."""
SHADOW = 0.42
"""Strength of the shadow under a standing thing."""


@lru_cache(maxsize=4)
def grid(size):
    """(x, y) of every pixel's centre."""
    y, x = (np.mgrid[0:size, 0:size].astype(np.float32) + 0.5) / size
    return x, y


def mixed(a, b, share):
    """Colours from `a` to `b`; `share` is (size, size)."""
    a, b = np.asarray(a, np.float32), np.asarray(b, np.float32)
    return a + (b - a) * share[..., None]


def step(distance, width):
    """A smooth step: 0 below -width / 2, 1 above width / 2."""
    t = np.clip(distance / width + 0.5, 0, 1)
    return t * t * (3 - 2 * t)


def shaded(colour, light):
    """A colour under an amount of light: 0 is shade, 1 is full light, more is a highlight."""
    colour = np.asarray(colour, np.float32)
    return colour * SHADE + (colour * (1 - SHADE) + LIGHT) * light[..., None]


def noise(size, cells, rng, rows=None):
    """Smooth noise, about -1 to 1, with `cells` columns and `rows` rows."""
    values = np.random.default_rng(rng.getrandbits(32)).normal(0, 0.5, (rows or cells, cells)).astype(np.float32)
    return np.asarray(Image.fromarray(values).resize((size, size), Image.BICUBIC))


def curve(size, rng, height, waves=3, turns=1.0):
    """A smooth random line from left to right, (size,): its offset below the mean."""
    x = (np.arange(size, dtype=np.float32) + 0.5) / size
    parts = [np.sin(6.2832 * (turns * rng.uniform(0.4, 1.0) * (k + 1) * x + rng.random())) / (k + 1) for k in range(waves)]
    return height * sum(parts)


class Scenery:
    """Two versions of a landscape, float32 (size, size, 3): `lit` is shaded, `flat` is as somebody would draw it. `sun` is (x, y) of the light."""

    def __init__(self, size, sun):
        self.size, self.sun = size, sun
        self.x, self.y = grid(size)
        self.pixel = 1.5 / size
        self.lit, self.flat = (np.zeros((size, size, 3), np.float32) for _ in range(2))

    @property
    def side(self):
        """-1 for light from the left, 1 from the right, 0 from straight above."""
        return float(np.clip((self.sun[0] - 0.5) * 3, -1, 1))

    def cover(self, mask, lit, flat=None):
        """Draws a shape on top; without a flat colour it is missing in the flat drawing."""
        self.lit += (lit - self.lit) * mask[..., None]
        if flat is not None:
            self.flat += (np.asarray(flat, np.float32) - self.flat) * (mask > 0.5)[..., None]

    def glow(self, x, y, radius, colour, strength):
        """A glow around a point."""
        near = np.exp(-((self.y[:, :1] - y) / radius) ** 2) * np.exp(-((self.x[:1] - x) / radius) ** 2)
        self.lit += (np.asarray(colour, np.float32) - self.lit) * (strength * near)[..., None]

    def dot(self, x, y, radius, colour):
        """A small disc, in both versions."""
        first = [max(0, int((c - radius) * self.size) - 1) for c in (y, x)]
        at = tuple(slice(f, f + int(2 * radius * self.size) + 4) for f in first)
        mask = step(radius - np.hypot(self.x[at] - x, self.y[at] - y), self.pixel)[..., None]
        for part in (self.lit, self.flat):
            part[at] += (np.asarray(colour, np.float32) - part[at]) * mask

    def shadow(self, x, foot, width, flatness=0.2, strength=SHADOW):
        """The contact shadow of a standing thing: a soft dark ellipse, displaced away from the light."""
        near = ((self.x - x + 0.14 * width * self.side) / (0.5 * width)) ** 2 + ((self.y - foot) / (0.5 * width * flatness)) ** 2
        self.lit *= 1 - strength * np.exp(-near)[..., None] * (1 - SHADE * 0.4)

    def shadow_below(self, mask):
        """The shadow of a thin shape."""
        down = np.roll(mask, max(1, self.size // 100), 0)
        self.lit *= 1 - 0.3 * down[..., None] * (1 - SHADE * 0.4)

    def balls(self, places, colour, flat=None, melt=14.0, floor=None):
        """Balls (x, y, radius) merged into one soft body, cut off below `floor`."""
        left, top = (min(p[k] - p[2] for p in places) for k in (0, 1))
        right, bottom = (max(p[k] + p[2] for p in places) for k in (0, 1))
        at = (slice(max(0, int(top * self.size) - 1), int(bottom * self.size) + 2), slice(max(0, int(left * self.size) - 1), int(right * self.size) + 2))
        x, y = self.x[at], self.y[at]
        if not x.size:
            return
        largest = max(p[2] for p in places)
        inside, total, normal = np.full(x.shape, -1.0, np.float32), 1e-6, [0, 0, 0]
        for px, py, r in places:
            dx, dy = (x - px) / r, (y - py) / r
            square = dx * dx + dy * dy
            depth = np.sqrt(np.maximum(1 - square, 0))
            weight = np.where(square < 1, np.exp(melt * (depth * r / largest - 1)), 0)
            total, normal = total + weight, [n + weight * part for n, part in zip(normal, (dx, dy, depth))]
            inside = np.maximum(inside, (1 - np.sqrt(square)) * r)
        mask = step(inside, self.pixel)
        if floor is not None:
            mask = mask * step(floor - y, 3 * self.pixel)
        towards = np.array([0.55 * self.side, -0.62, 0.56])
        light = sum(n * t for n, t in zip(normal, towards)) / total
        bounce = 0.12 * np.maximum(normal[1] / total, 0)
        lit = shaded(colour, np.clip(0.5 + 0.62 * light + bounce, 0, 1.15))
        self.lit[at] += (lit - self.lit[at]) * mask[..., None]
        if flat is not None:
            self.flat[at] += (np.asarray(flat, np.float32) - self.flat[at]) * (mask > 0.5)[..., None]

    def copy(self, mirrored=False):
        """A copy of the landscape to draw on."""
        way = -1 if mirrored else 1
        other = Scenery(self.size, (1 - self.sun[0], self.sun[1]) if mirrored else self.sun)
        other.lit, other.flat = (part[:, ::way].copy() for part in (self.lit, self.flat))
        return other

    def pictures(self):
        """(lit, flat) as images."""
        return tuple(Image.fromarray(part.clip(0, 255).astype(np.uint8)) for part in (self.lit, self.flat))
