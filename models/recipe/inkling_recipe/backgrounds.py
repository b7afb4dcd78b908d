"""Landscapes behind composed scenes, drawn at twice the picture's size."""

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


@dataclass(frozen=True)
class Kind:
    """How a landscape is called (with things in it, and empty) and its colours from top to bottom."""

    weight: float
    phrases: tuple
    empty: tuple
    sky: tuple
    ground: tuple


KINDS = {
    "field": Kind(3, ("in a green field under a blue sky", "on green grass", "in a meadow", "in a green field", "on a grassy hill under a blue sky"),
                  ("a green field under a blue sky", "a meadow", "grass and sky"), ((95, 175, 245), (190, 228, 252)), ((126, 200, 90), (84, 160, 66))),
    "beach": Kind(3, ("on a beach", "on the beach", "at the beach", "by the sea", "over a beach"),
                  ("a beach", "a sandy beach by the sea"), ((105, 185, 248), (200, 234, 252)), ((246, 222, 160), (232, 196, 124))),
    "sea": Kind(2.5, ("on the sea", "on the ocean", "in the sea", "on the water", "over the sea"),
                ("the sea", "the ocean"), ((110, 190, 248), (205, 236, 252)), ((52, 140, 214), (24, 92, 170))),
    "night": Kind(1.6, ("at night", "under the night sky", "under a starry sky", "in the night"),
                  ("night sky with stars", "a starry night"), ((16, 20, 62), (48, 56, 120)), ((34, 66, 58), (18, 40, 40))),
    "snow": Kind(1.2, ("in the snow", "on snow", "in winter", "on a snowy field"),
                 ("a snowy field", "winter landscape"), ((170, 206, 238), (222, 238, 250)), ((246, 250, 255), (214, 228, 242))),
    "sunset": Kind(1, ("at sunset", "under a sunset sky", "at dusk"),
                   ("a sunset", "sunset sky"), ((120, 80, 160), (255, 170, 100)), ((96, 70, 84), (60, 44, 62))),
    "desert": Kind(0.8, ("in the desert", "on sand dunes"),
                   ("a desert",), ((120, 190, 240), (235, 230, 200)), ((236, 190, 110), (206, 150, 80))),
    "table": Kind(1.2, ("on a table", "on a wooden table", "on the table", "on a brown table"),
                  ("a table", "a wooden table"), ((244, 226, 196), (250, 238, 216)), ((190, 128, 74), (150, 94, 52))),
    "mountain": Kind(1.5, ("with mountains", "in front of mountains", "in the mountains"),
                     ("mountains", "mountain landscape"), ((110, 185, 245), (205, 232, 250)), ((118, 184, 92), (78, 146, 70))),
}

DUSK = ((120, 84, 170), (255, 176, 110))
CREST = (246, 250, 255)


@dataclass
class Background:
    """`horizon` and `shore` (where the beach begins, else None) are heights in 0..1 from the top."""

    kind: str
    image: Image.Image
    horizon: float
    shore: float | None = None
    clouds: bool = False
    dusk: bool = False


def mix(a, b, t):
    return tuple(x + (y - x) * t for x, y in zip(a, b))


def jitter(colour, rng, by=12):
    return tuple(max(0, min(255, c + rng.uniform(-by, by))) for c in colour)


def ink(colour):
    return tuple(int(c) for c in colour)


def gradient(width, height, top, bottom):
    t = np.linspace(0, 1, max(1, height))[:, None, None]
    column = np.array(top, float) * (1 - t) + np.array(bottom, float) * t
    return Image.fromarray(np.repeat(column, width, 1).clip(0, 255).astype(np.uint8))


def draw_background(kind, size, rng):
    """A `Background` of `size` x `size` pixels."""
    dusk = kind in ("beach", "sea", "mountain", "field") and rng.random() < 0.12
    sky = [jitter(c, rng) for c in (DUSK if dusk else KINDS[kind].sky)]
    ground = [jitter(c, rng) for c in KINDS[kind].ground]
    horizon = rng.uniform(0.42, 0.72)
    y = int(size * horizon)
    image = Image.new("RGB", (size, size))
    image.paste(gradient(size, y, *sky), (0, 0))
    image.paste(gradient(size, size - y, *ground), (0, y))
    ground_kind = Background(kind, image, horizon, dusk=dusk)
    brush = _Brush(image, rng, size * horizon)
    if kind == "night":
        brush.stars()
    if kind == "mountain":
        brush.mountains()
    if kind in ("field", "snow", "desert", "mountain", "night", "sunset"):
        brush.hills(ground)
    if kind in ("beach", "sea"):
        ground_kind.shore = brush.water(horizon, ground, with_beach=kind == "beach")
    if kind == "table":
        brush.table(sky, ground)
    if kind not in ("night", "table") and rng.random() < 0.45:
        ground_kind.clouds = True
        brush.clouds(ink(mix((255, 255, 255), sky[1], 0.15)))
    if kind == "field" and rng.random() < 0.4:
        brush.flowers()
    return ground_kind


class _Brush:
    """Draws the parts of one landscape. `y` is the horizon in pixels; lengths are in `unit`s, 1/256 of the side."""

    def __init__(self, image, rng, y):
        self.image, self.rng, self.y = image, rng, y
        self.size = image.size[0]
        self.unit = self.size / 256
        self.draw = ImageDraw.Draw(image)

    def dot(self, x, y, r, colour):
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def stars(self):
        for _ in range(self.rng.randint(10, 34)):
            self.dot(self.rng.uniform(0, self.size), self.rng.uniform(0, self.y * 0.95), self.unit * self.rng.uniform(0.8, 2.4), (255, 250, 210))

    def flowers(self):
        for _ in range(self.rng.randint(4, 14)):
            colour = self.rng.choice([(255, 240, 120), (255, 255, 255), (255, 150, 170), (236, 90, 90)])
            self.dot(self.rng.uniform(0, self.size), self.rng.uniform(self.y + 14, self.size - 4), 2.4 * self.unit, colour)

    def mountains(self):
        for _ in range(self.rng.randint(2, 4)):
            x, w, h = self.rng.uniform(0, self.size), self.unit * self.rng.uniform(60, 110), self.unit * self.rng.uniform(60, 120)
            foot, top, cap = self.y + 4, self.y - h, 0.3
            self.draw.polygon([(x - w, foot), (x, top), (x + w, foot)], fill=ink(jitter((118, 130, 158), self.rng, 16)))
            edge = foot - (h + 4) * (1 - cap)
            self.draw.polygon([(x - w * cap, edge), (x, top), (x + w * cap, edge), (x + w * cap * 0.4, self.y - h * (1 - cap) * 0.92),
                               (x, self.y - h * (1 - cap) * 1.06), (x - w * cap * 0.45, self.y - h * (1 - cap) * 0.93)], fill=CREST)

    def hills(self, ground):
        for k in range(self.rng.randint(1, 3)):
            colour = jitter(mix(*ground, k / 3), self.rng, 7)
            self.hill(self.y + 2 + k * (self.size - self.y) * 0.3, self.unit * self.rng.uniform(2, 9), colour)

    def hill(self, base, height, colour):
        waves = [(self.rng.uniform(0, 6.28), self.rng.uniform(0.4, 1.0) * (k + 1)) for k in range(3)]
        edge = [(x, base + height * sum(math.sin(f * x / self.size * 6.28 + p) / (k + 1) for k, (p, f) in enumerate(waves)))
                for x in range(0, self.size + 5, 4)]
        self.draw.polygon(edge + [(self.size, self.size), (0, self.size)], fill=ink(colour))

    def water(self, horizon, ground, with_beach):
        near, far = jitter((70, 168, 226), self.rng), jitter((38, 120, 200), self.rng)
        shore = None
        if with_beach:
            shore = horizon + self.rng.uniform(0.1, 0.22)
            line = int(self.size * shore)
            self.image.paste(gradient(self.size, max(1, line - int(self.y)), far, near), (0, int(self.y)))
            self.hill(line, 3 * self.unit, (245, 250, 250))
            self.hill(line + 5 * self.unit, 3 * self.unit, ground[0])
        for _ in range(self.rng.randint(4, 10)):
            x, y = self.rng.uniform(0, self.size), self.rng.uniform(self.y + 5, self.size * (shore or 1) - 4)
            length = self.unit * self.rng.uniform(8, 34)
            self.draw.rounded_rectangle((x, y, x + length, y + 2.4 * self.unit), radius=1.2 * self.unit, fill=ink(mix(near, (255, 255, 255), 0.35)))
        return shore

    def table(self, wall, ground):
        other = self.rng.choice([None, (186, 214, 236), (214, 232, 206), (246, 214, 200), (232, 226, 240)])
        if other is not None:
            self.image.paste(gradient(self.size, int(self.y), jitter(other, self.rng), mix(other, (255, 255, 255), 0.25)), (0, 0))
        self.draw.rectangle((0, self.y, self.size, self.y + 5 * self.unit), fill=ink(mix(ground[0], (255, 255, 255), 0.22)))

    def clouds(self, colour):
        for _ in range(self.rng.randint(1, 3)):
            x, y = self.rng.uniform(10, self.size - 10), self.rng.uniform(16 * self.unit, self.y * 0.75)
            s = self.unit * self.rng.uniform(16, 38)
            for dx, dy, r in ((-0.55, 0.08, 0.3), (-0.2, -0.1, 0.42), (0.22, -0.04, 0.36), (0.58, 0.1, 0.26)):
                self.dot(x + dx * s, y + dy * s, r * s, colour)
            self.draw.rounded_rectangle((x - 0.8 * s, y + 0.08 * s, x + 0.8 * s, y + 0.36 * s), radius=0.14 * s, fill=colour)


def draw_sun(image, x, y, r, rng, colour):
    """A glowing disc of radius `r` pixels, half of the time with rays."""
    glow = Image.new("L", image.size, 0)
    ImageDraw.Draw(glow).ellipse((x - r * 1.7, y - r * 1.7, x + r * 1.7, y + r * 1.7), fill=90)
    image.paste(Image.new("RGB", image.size, (255, 240, 170)), (0, 0), glow.filter(ImageFilter.GaussianBlur(r * 0.45)))
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.5:
        rays = rng.choice([8, 10, 12])
        for k in range(rays):
            angle = k / rays * 6.283
            draw.polygon([(x + d * r * math.cos(angle + a), y + d * r * math.sin(angle + a)) for d, a in ((1.12, -0.16), (1.55, 0), (1.12, 0.16))],
                         fill=(255, 190, 50))
    draw.ellipse((x - r, y - r, x + r, y + r), fill=ink(jitter(colour, rng, 8)), outline=(250, 176, 40), width=max(1, image.size[0] // 128))
    draw.ellipse((x - r * 0.7, y - r * 0.7, x + r * 0.35, y + r * 0.35), fill=ink(mix(colour, (255, 255, 255), 0.25)))
