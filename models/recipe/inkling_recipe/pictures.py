"""Training pictures: one sprite on a plain background or a composed scene, each with a caption."""

import random

import numpy as np
from PIL import Image

from . import landscapes
from .backgrounds import Backgrounds
from .captions import Captions, with_article
from .colour import Colourist, to_rgb
from .concepts import BASE_SETS, BEACH, HUES, LAND, MIRRORED_GROUPS, NIGHT_SKY, SHINING, SKY, TABLE, WATER, weight
from .light import Scenery
from .pairs import GLOSSY, FlatTwins
from .sketches import Sketcher, SpriteLayer, SunLayer
from .sprites import paste, standing

SUN, LOW_SUN, MOONLIGHT = (255, 214, 64), (255, 150, 70), (250, 244, 214)
OWN = 0.1
"""Share of glossy things whose sketch is made from the glossy sprite, since camera pictures are shaded already."""
EXACT = 0.25
"""Share of the other sketches that are the flat drawing unchanged, as from a steady hand."""


class Painter:
    """Draws pictures of `size` x `size` pixels from some rows of a pack, and sketches for them. The same seed gives the same pictures."""

    def __init__(self, pack, size, seed=0, rows=None, sets=None):
        self.pack, self.size, self.rng = pack, size, random.Random(seed)
        self.sets = {s: w for s, w in (sets or BASE_SETS).items() if s in pack.by_set}
        rows = pack.split()[0] if rows is None else rows
        self._rows = {s: [i for i in rows if pack.rows[i]["set"] == s] for s in self.sets}
        self.sets = {s: w for s, w in self.sets.items() if self._rows[s]}
        self._weights = {s: [weight(pack.name(i), pack.concept(i)["group"]) for i in self._rows[s]] for s in self.sets}
        self._by_name = {s: {pack.name(i): i for i in self._rows[s]} for s in self.sets}
        self.colourist, self.twins, self.captions = Colourist(pack), FlatTwins(pack, rows), Captions(pack, self.rng)
        self._sketcher, self._backgrounds = Sketcher(size, random.Random(seed + 1)), Backgrounds(size, self.rng)
        self._layers = self._drawn = None

    def sample(self, scenes=0.42):
        """(picture (size, size, 3) uint8, caption); a scene with probability `scenes`."""
        return self.scene() if self.rng.random() < scenes else self.single()

    def sketch(self, picture):
        """A sketch of the picture just sampled, made from its flat drawing; for scenes mostly thing by thing, so that small things remain visible."""
        rng = self.rng
        drawn = None if rng.random() < OWN else self._drawn
        if drawn is not None and rng.random() < EXACT:
            return drawn
        if self._layers and rng.random() < 0.8:
            return self._sketcher.from_layers(self._layers)
        return self._sketcher.from_picture(picture if drawn is None else drawn)

    def single(self):
        rng, size = self.rng, self.size
        i = self.pick()
        artwork = self.pack.rows[i]["set"]
        sprite, colour, degrees = self.colourist.paint(i, rng)
        caption = f"{colour} {self.captions.of(i)}".strip()
        if rng.random() < 0.15:
            caption = with_article(caption)
        ground, phrase = self.ground()
        canvas, drawn = self._paper(ground, artwork)
        placed = self.single_place(i)
        paste(canvas, sprite, *placed)
        paste(drawn, self.twins.drawing(i, degrees) if i in self.twins else sprite, *placed)
        self._layers, self._drawn = None, np.asarray(drawn) if i in self.twins else None
        return np.asarray(canvas), caption + phrase + self.captions.style(artwork)

    def single_place(self, i):
        """(side, x, y, whether mirrored, turn in degrees) of a thing by itself, in pixels."""
        rng, size = self.rng, self.size
        side = int(size * (rng.uniform(0.78, 0.98) if rng.random() < 0.65 else rng.uniform(0.42, 0.8)))
        room = (size - side) / 2
        x, y = (room + rng.uniform(-1, 1) * room * 0.8 for _ in range(2))
        return side, x, y, rng.random() < 0.3 and self._mirrors(i), rng.uniform(-10, 10) if rng.random() < 0.1 else 0

    def _paper(self, colour, artwork):
        """(background of the picture, background of its drawing): glossy things get a spot of light, except on white."""
        drawn = Image.new("RGB", (self.size, self.size), colour)
        if artwork != GLOSSY or min(colour) == 255:
            return drawn.copy(), drawn
        scenery = Scenery(self.size, (self.rng.random(), 0.2))
        landscapes.backdrop(scenery, colour)
        return scenery.pictures()[0], drawn

    def scene(self):
        rng, artwork = self.rng, self._scene_set()
        glossy = artwork == GLOSSY
        back = self.background()
        plain = back.scenery.pictures()[1]
        things = [(self._paint(i), int(side), int(x), int(y), flies) for _, i, side, x, y, flies in sorted(self.places(artwork, back))]
        for (i, sprite, _, _), side, x, y, flies in things:
            self._settle(back, i, sprite, side, x, y, flies)
        sun = self._maybe_sun(back)
        lit, drawn = back.scenery.pictures()
        self._layers = [plain] + ([sun] if sun else [])
        if sun:
            sun.sketch_on(drawn, rng, 0)
        canvas = lit if glossy else drawn.copy()
        for (_, sprite, flat, _), side, x, y, _ in things:
            paste(canvas, sprite, side, x, y)
            paste(drawn, flat, side, x, y)
            self._layers.append(SpriteLayer(flat, side, x, y))
        self._drawn = np.asarray(drawn) if glossy else None
        caption = self.captions.scene(back, [noun for (_, _, _, noun), *_ in things], sun)
        return np.asarray(canvas), caption + self.captions.style(artwork)

    def _paint(self, i):
        """(row, RGBA, RGBA of its drawing, noun) of a thing in a scene, mirrored or not."""
        sprite, colour, degrees = self.colourist.paint(i, self.rng, 0.22)
        flat = self.twins.drawing(i, degrees) if i in self.twins else sprite
        way = -1 if self.rng.random() < 0.4 and self._mirrors(i) else 1
        return i, sprite[:, ::way], flat[:, ::way], with_article(f"{colour} {self.captions.of(i, plain=True)}".strip())

    def _settle(self, back, i, sprite, side, x, y, flies):
        """Adds a thing's shadow and glow."""
        share, scenery = side / self.size, back.scenery
        if flies and self.pack.name(i) in SHINING:
            landscapes.halo(scenery, x / self.size + share / 2, y / self.size + share / 2, share * 0.45, MOONLIGHT if back.kind == "night" else SUN)
        if not flies:
            foot, middle, width = standing(sprite)
            scenery.shadow(x / self.size + middle * share, y / self.size + (foot - 0.02) * share, 1.15 * width * share)

    def pick(self, among=None):
        """A row by its weight; one of those where some are given."""
        while True:
            artwork = self._scene_set()
            i = self.rng.choices(self._rows[artwork], self._weights[artwork])[0]
            if among is None or i in among:
                return i

    def rows(self, artwork):
        """The rows of a set that are drawn from."""
        return self._rows[artwork]

    def background(self):
        """A landscape with nothing in it yet."""
        return self._backgrounds.draw()

    def _scene_set(self):
        return self.rng.choices(list(self.sets), list(self.sets.values()))[0]

    def _mirrors(self, i):
        return self.pack.concept(i)["group"] in MIRRORED_GROUPS

    def ground(self):
        """(colour, " on a red background" or ""): mostly white without a word."""
        if self.rng.random() >= 0.24:
            return (255, 255, 255), ""
        word, degrees = self.rng.choice(HUES + [("white", None)])
        if degrees is None:
            return (255, 255, 255), " on a white background"
        saturation, value = (90, 250) if self.rng.random() < 0.6 else (165, 235)
        hsv = np.array([[[int(degrees * 255 / 360), saturation, value]]], np.uint8)
        return tuple(int(v) for v in to_rgb(hsv)[0, 0]), f" on a {word} background" if self.rng.random() < 0.7 else ""

    def _maybe_sun(self, back):
        """Draws a sun at the position of the light and returns its layer, or None; the flat drawing uses the layer."""
        rng, size = self.rng, self.size
        if back.kind in ("night", "snow", "table") or rng.random() >= 0.34:
            return None
        low, radius = back.kind == "sunset" or back.dusk, rng.uniform(0.045, 0.11)
        colour = LOW_SUN if low and rng.random() < 0.7 else SUN
        x, y = back.scenery.sun
        self._shine(back.scenery, radius, colour, rng.random() < 0.6 and not low)
        return SunLayer(x * size, y * size, radius * size, colour)

    def _shine(self, scenery, radius, colour, with_rays):
        """The artwork's sun, if there is one, or a ball of light."""
        rayed = self._by_name.get(GLOSSY, {}).get("sun")
        if not with_rays or rayed is None:
            return landscapes.sun(scenery, radius, colour)
        (x, y), side = scenery.sun, int(3.1 * radius * self.size)
        landscapes.halo(scenery, x, y, radius, colour)
        lit = scenery.pictures()[0]
        paste(lit, self.pack.sprite(rayed), side, x * self.size - side / 2, y * self.size - side / 2)
        scenery.lit = np.asarray(lit).astype(np.float32)

    def places(self, artwork, back):
        """What stands in a scene: (lower edge, row, side, x, y, whether it flies) in pixels."""
        rng = self.rng
        count = rng.choices([0, 1, 2, 3], [0.06, 0.44, 0.36, 0.14])[0]
        flying = 0 if back.kind == "table" else sum(rng.random() < 0.3 for _ in range(count))
        standing = {"beach": BEACH + LAND[:20], "sea": WATER, "table": TABLE}.get(back.kind, LAND)
        rows = [(i, True) for i in self._some(artwork, NIGHT_SKY if back.kind == "night" else SKY, flying)]
        rows += [(i, False) for i in self._some(artwork, standing, count - flying)]
        start = rng.uniform(0, 1)
        for k, (i, flies) in enumerate(rows):
            across = ((start + k / len(rows) + rng.uniform(-0.1, 0.1)) % 1) * 0.8 + 0.1
            side, y = self._in_sky(back) if flies else self._on_ground(back, self.pack.name(i))
            yield y + side, i, side, across * self.size - side / 2, y, flies

    def _some(self, artwork, names, count):
        known = [n for n in dict.fromkeys(names) if n in self._by_name[artwork]]
        return [self._by_name[artwork][n] for n in self.rng.sample(known, min(count, len(known)))]

    def _in_sky(self, back):
        side = self.rng.uniform(0.14, 0.36)
        return side * self.size, self.rng.uniform(0.02, max(0.06, back.horizon - side * 0.8)) * self.size

    def _on_ground(self, back, name):
        side = self.rng.uniform(0.24, 0.6)
        if back.kind == "beach" and name in WATER:
            foot = self.rng.uniform(back.horizon, back.shore) + side * 0.15
        else:
            nearest = back.shore if back.kind == "beach" else back.horizon + 0.04
            foot = self.rng.uniform(min(nearest, 0.95), 1.0)
        return side * self.size, max(-2, (foot - side * 0.97) * self.size)
