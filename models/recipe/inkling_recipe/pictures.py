"""Training pictures: one sprite on plain ground or a composed scene, each with its caption."""

import random

import numpy as np
from PIL import Image

from .backgrounds import KINDS, draw_background, draw_sun
from .colour import Colourist, to_rgb
from .concepts import (BASE_SETS, BEACH, EVERYDAY, HUES, LAND, MIRRORED_GROUPS, NIGHT_SKY, SKY, STYLE_WORDS, TABLE, WATER, weight)
from .sketches import Sketcher, SpriteLayer, SunLayer

SUN, LOW_SUN = (255, 214, 64), (255, 150, 70)


def with_article(noun):
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def paste(canvas, rgba, size, x, y, mirrored=False, turn=0.0):
    """Draws a sprite at (x, y), `size` pixels a side."""
    sprite = Image.fromarray(rgba, "RGBA")
    if mirrored:
        sprite = sprite.transpose(Image.FLIP_LEFT_RIGHT)
    if turn:
        sprite = sprite.rotate(turn, Image.BICUBIC)
    sprite = sprite.convert("RGBa").resize((size, size), Image.BOX if size * 4 < canvas.size[0] else Image.BICUBIC).convert("RGBA")
    canvas.paste(sprite, (int(x), int(y)), sprite)


class Painter:
    """Draws pictures of `size` pixels a side from some rows of a pack. Same seed, same pictures."""

    def __init__(self, pack, size, seed=0, rows=None, sets=None):
        self.pack, self.size, self.rng = pack, size, random.Random(seed)
        self.sets = {s: w for s, w in (sets or BASE_SETS).items() if s in pack.by_set}
        rows = pack.split()[0] if rows is None else rows
        self._rows = {s: [i for i in rows if pack.rows[i]["set"] == s] for s in self.sets}
        self.sets = {s: w for s, w in self.sets.items() if self._rows[s]}
        self._weights = {s: [weight(pack.name(i), pack.concept(i)["group"]) for i in self._rows[s]] for s in self.sets}
        self._by_name = {s: {pack.name(i): i for i in self._rows[s]} for s in self.sets}
        self._colourist = Colourist(pack)
        self._sketcher = Sketcher(size, random.Random(seed + 1))
        self._layers = None

    def sample(self, scenes=0.42):
        """(picture (size, size, 3) uint8, caption); a scene with chance `scenes`."""
        return self.scene() if self.rng.random() < scenes else self.single()

    def sketch(self, picture):
        """A sketch of the picture just sampled; scenes mostly thing by thing, so that small ones survive."""
        if self._layers and self.rng.random() < 0.8:
            return self._sketcher.from_layers(self._layers)
        return self._sketcher.from_picture(picture)

    def single(self):
        rng, size = self.rng, self.size
        self._layers = None
        i = self._pick()
        sprite, colour = self._colourist.paint(i, rng)
        caption = f"{colour} {self._call(i)}".strip()
        if rng.random() < 0.15:
            caption = with_article(caption)
        ground, phrase = self._ground()
        canvas = Image.new("RGB", (size, size), ground)
        side = int(size * (rng.uniform(0.78, 0.98) if rng.random() < 0.65 else rng.uniform(0.42, 0.8)))
        room = (size - side) / 2
        x, y = (room + rng.uniform(-1, 1) * room * 0.8 for _ in range(2))
        paste(canvas, sprite, side, x, y, rng.random() < 0.3 and self._mirrors(i), rng.uniform(-10, 10) if rng.random() < 0.1 else 0)
        return np.asarray(canvas), caption + phrase + self._style(self.pack.rows[i]["set"])

    def scene(self):
        rng = self.rng
        artwork = self._scene_set()
        kind = rng.choices(list(KINDS), [k.weight for k in KINDS.values()])[0]
        back = draw_background(kind, 2 * self.size, rng)
        plain, sun = back.image.copy(), self._maybe_sun(back)
        canvas = back.image.resize((self.size, self.size), Image.BOX)
        self._layers = [plain.resize((self.size, self.size), Image.BOX)] + ([sun] if sun else [])
        nouns = []
        for foot, i, side, x, y in sorted(self._places(artwork, back)):
            sprite, colour = self._colourist.paint(i, rng, 0.22)
            mirrored = rng.random() < 0.4 and self._mirrors(i)
            paste(canvas, sprite, side, x, y, mirrored)
            self._layers.append(SpriteLayer(sprite[:, ::-1] if mirrored else sprite, side, int(x), int(y)))
            nouns.append(with_article(f"{colour} {self._call(i, plain=True)}".strip()))
        return np.asarray(canvas), self._scene_caption(back, nouns, sun) + (self._style(artwork) if nouns else "")

    def _pick(self):
        artwork = self.rng.choices(list(self.sets), list(self.sets.values()))[0]
        return self.rng.choices(self._rows[artwork], self._weights[artwork])[0]

    def _scene_set(self):
        if "noto" in self.sets and self.rng.random() < 0.62:
            return "noto"
        return self.rng.choices(list(self.sets), list(self.sets.values()))[0]

    def _mirrors(self, i):
        return self.pack.concept(i)["group"] in MIRRORED_GROUPS

    @staticmethod
    def _style(artwork):
        return f", {STYLE_WORDS[artwork]}" if STYLE_WORDS[artwork] else ""

    def _call(self, i, plain=False):
        """A name of the row's concept: its own, the everyday one, or with or instead of it a tag."""
        rng, concept = self.rng, self.pack.concept(i)
        draw, name = rng.random(), concept["name"].lower().replace("“", "").replace("”", "").replace("’", "'")
        if concept["name"] in EVERYDAY and draw < 0.5:
            return EVERYDAY[concept["name"]]
        if plain:
            return name
        rare = [tag for tag in concept["tags"] if self.pack.tag_counts[tag] <= 4]
        if draw < 0.12 and rare:
            return rng.choice(rare)
        if draw < 0.25 and concept["tags"]:
            return name + ", " + ", ".join(rng.sample(concept["tags"], min(len(concept["tags"]), rng.randint(1, 2))))
        if draw < 0.45 and name.endswith(" face") and len(name.split()) == 2:
            return name[:-5]
        return name

    def _ground(self):
        """(colour, " on a red background" or ""): mostly white without a word."""
        if self.rng.random() >= 0.18:
            return (255, 255, 255), ""
        word, degrees = self.rng.choice(HUES + [("white", None)])
        if degrees is None:
            return (255, 255, 255), " on a white background"
        saturation, value = (90, 250) if self.rng.random() < 0.6 else (165, 235)
        hsv = np.array([[[int(degrees * 255 / 360), saturation, value]]], np.uint8)
        return tuple(int(v) for v in to_rgb(hsv)[0, 0]), f" on a {word} background"

    def _maybe_sun(self, back):
        """Draws a sun into the background's sky and returns it as a layer, or None."""
        rng, side = self.rng, back.image.size[0]
        if back.kind in ("night", "snow", "table") or rng.random() >= 0.34:
            return None
        low = back.kind == "sunset" or back.dusk
        r = side / 256 * rng.uniform(11, 27)
        x, y = rng.uniform(r, side - r), rng.uniform(r * 1.1, max(r * 1.3, side * back.horizon - r * (0.2 if low else 1.2)))
        colour = LOW_SUN if low and rng.random() < 0.7 else SUN
        draw_sun(back.image, x, y, r, rng, colour)
        return SunLayer(x / 2, y / 2, r / 2, colour)

    def _places(self, artwork, back):
        """What stands in a scene: (lower edge, row, side, x, y) in pixels."""
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
            yield y + side, i, int(side), across * self.size - side / 2, y

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

    def _scene_caption(self, back, nouns, sun):
        rng, kind = self.rng, KINDS[back.kind]
        if not nouns:
            caption = rng.choice(kind.empty)
            if sun:
                caption = rng.choice(["sun over " + caption, caption + " with the sun", "the sun over " + caption])
        else:
            rng.shuffle(nouns)
            if rng.random() < 0.3:
                nouns = [noun.split(" ", 1)[1] for noun in nouns]
            caption = " and ".join(nouns) if len(nouns) < 3 else f"{nouns[0]}, {nouns[1]} and {nouns[2]}"
            caption += " " + rng.choice(kind.phrases)
            if sun and rng.random() < 0.75:
                caption += rng.choice([", sun in the sky", " with the sun", ", sunny", " and the sun"])
        if back.clouds and rng.random() < 0.4:
            caption += rng.choice([", clouds", " with clouds"])
        if back.dusk and rng.random() < 0.8:
            caption += rng.choice([", sunset", " at sunset"])
        return caption
