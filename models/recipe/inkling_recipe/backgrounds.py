"""Landscapes behind composed scenes. Each is drawn twice from one plan: shaded under one light, and as a flat drawing."""

from dataclasses import dataclass, replace

from . import landscapes
from .light import Scenery


@dataclass(frozen=True)
class Kind:
    """A landscape's names (with things in it, and empty) and its colours from top to bottom."""

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
WALLS = (None, (186, 214, 236), (214, 232, 206), (246, 214, 200), (232, 226, 240))
LEAVES = ((84, 160, 66), (60, 132, 70), (110, 176, 70))


@dataclass
class Background:
    """A landscape; `horizon` and `shore` (where the beach begins, else None) are heights in 0..1 from the top."""

    kind: str
    scenery: Scenery
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


def draw_background(kind, size, rng):
    """A `Background` of `size` x `size` pixels."""
    dusk = kind in ("beach", "sea", "mountain", "field") and rng.random() < 0.12
    horizon = rng.uniform(0.42, 0.72)
    low = dusk or kind == "sunset"
    sun = rng.uniform(0.08, 0.92), rng.uniform(0.55, 0.85) * horizon if low else rng.uniform(0.06, 0.4) * horizon
    back = Background(kind, Scenery(size, sun), horizon, dusk=dusk)
    top, bottom = (jitter(c, rng) for c in (DUSK if dusk else KINDS[kind].sky))
    far, near = (jitter(c, rng) for c in KINDS[kind].ground)
    if kind == "table":
        wall = rng.choice(WALLS)
        landscapes.table(back.scenery, horizon, top if wall is None else jitter(wall, rng), far, rng)
        return back
    landscapes.sky(back.scenery, horizon, top, bottom, mix(top, bottom, rng.uniform(0.3, 0.7)), 1.0 if low else 0.7)
    if kind == "night":
        landscapes.stars(back.scenery, horizon, rng)
    elif rng.random() < 0.5:
        back.clouds = True
        landscapes.clouds(back.scenery, horizon, rng, mix((255, 255, 255), bottom, 0.3 if low else 0.06))
    _ground(back, bottom, far, near, rng)
    return back


class Backgrounds:
    """A cache of landscapes to compose on. Drawing one takes longer than composing the rest of a picture, so most are reused, often mirrored."""

    KEPT, NEW = 48, 0.35

    def __init__(self, size, rng):
        self._size, self._rng, self._kept = size, rng, []

    def draw(self):
        """A `Background` that may be drawn on."""
        rng = self._rng
        if not self._kept or rng.random() < self.NEW:
            kind = rng.choices(list(KINDS), [k.weight for k in KINDS.values()])[0]
            self._kept = [*self._kept[-self.KEPT + 1:], draw_background(kind, self._size, rng)]
            kept = self._kept[-1]
        else:
            kept = rng.choice(self._kept)
        return replace(kept, scenery=kept.scenery.copy(mirrored=rng.random() < 0.5))


def _ground(back, haze, far, near, rng):
    """Draws the part below the horizon."""
    s, kind, horizon = back.scenery, back.kind, back.horizon
    if kind in ("beach", "sea"):
        shallow, deep = jitter((70, 168, 226), rng), jitter((38, 120, 200), rng)
        if kind == "beach":
            back.shore = horizon + rng.uniform(0.1, 0.22)
        water = (shallow, deep) if kind == "beach" else (near, far)
        landscapes.water(s, horizon, *water, rng, mix(*water, 0.4), back.shore)
        if kind == "beach":
            landscapes.beach(s, back.shore, far, rng)
        return
    if kind == "mountain":
        for _ in range(rng.randint(2, 4)):
            landscapes.mountain(s, horizon + 0.02, rng.random(), rng.uniform(0.22, 0.42), rng.uniform(0.2, 0.42), rng, jitter((118, 130, 158), rng, 16), haze)
    ridges = rng.randint(1, 3)
    for k in range(ridges):
        colour = jitter(mix(far, near, k / 3), rng, 7)
        hill = landscapes.hill(s, horizon + 0.01 + k * (1 - horizon) * 0.3, rng.uniform(0.008, 0.035), colour, rng,
                               rough=0.05 if kind == "snow" else 0.1, shine=0.25 if kind in ("night", "sunset") else 0.4)
        if kind in ("field", "mountain") and k < ridges - 1 and rng.random() < 0.35:
            landscapes.bushes(s, hill, rng, jitter(rng.choice(LEAVES), rng))
    if kind == "field" and rng.random() < 0.4:
        landscapes.flowers(s, horizon, rng)
