"""Pairs composed by tensor operations on the device that learns from them: hundreds at once, where a processor draws them one by one.

A `Painter` still chooses what is drawn, where, and how it is called. Less is drawn than it draws: glossy things alone, no sun, no light
around what shines, and landscapes from a fixed stock. So these pictures go beside a Painter's, for a base that must see many.
"""

from dataclasses import dataclass, field

import numpy as np
import torch

from .captions import with_article
from .light import LIGHT, SHADE, SHADOW
from .pairs import GLOSSY
from .pictures import EXACT, Painter
from .sketches import wobble
from .sprites import standing
from .tensor_sketches import sketched
from .tensor_sprites import TensorSprites, over, placed

WOBBLES = 64


@dataclass
class Thing:
    """A sprite to be drawn, in pixels; `degrees` is nan where its colours stay, `shadow` (x, y, width) or None where it throws none."""

    row: int
    side: int
    x: float
    y: float
    degrees: float = float("nan")
    mirrored: bool = False
    turn: float = 0.0
    shadow: tuple = None


@dataclass
class Plan:
    """A picture to be drawn: on paper of a colour or, with a number, on a landscape of the stock."""

    caption: str
    things: list = field(default_factory=list)
    paper: tuple = (255, 255, 255)
    landscape: int = None


class TensorPainter:
    """Same seed, same pictures on the same device."""

    def __init__(self, pack, size, seed, device, stock=240):
        self.size, self.device = size, device
        self._painter = Painter(pack, size, seed, sets={GLOSSY: 1.0})
        self._rng = self._painter.rng
        self._generator = torch.Generator(device=device).manual_seed(seed)
        self._sprites = TensorSprites(pack, self._painter.twins, self._painter.rows(GLOSSY), device)
        self._backs = [self._painter.background() for _ in range(stock)]
        self._stock = torch.stack([tensor_of(back.scenery, device) for back in self._backs])
        self._wobbles = torch.from_numpy(np.stack([wobble(size, self._rng) for _ in range(WOBBLES)]).astype(np.int64)).to(device)
        share = (torch.arange(size, device=device) + 0.5) / size
        self._x, self._y = share[None, :], share[:, None]

    def __len__(self):
        return len(self._sprites)

    def batch(self, n, scenes=0.42):
        """(pictures, sketches, captions) of `n` pairs; (n, size, size, 3) uint8 on the device."""
        plans = [self._scene() if self._rng.random() < scenes else self._single() for _ in range(n)]
        lit, flat = self.draw(plans).unbind(1)
        drawn = sketched(flat, self._wobbles, EXACT, self._generator)
        return *((part * 255).round().byte().permute(0, 2, 3, 1) for part in (lit, drawn)), [plan.caption for plan in plans]

    def draw(self, plans):
        """(n, 2, 3, size, size), 0 to 1: the pictures, then their flat drawings."""
        canvas = torch.stack([self._ground(plan) for plan in plans])
        for k in range(max(len(plan.things) for plan in plans)):
            for level in sorted({self._sprites.level(plan.things[k].side) for plan in plans if k < len(plan.things)}):
                where = [i for i, plan in enumerate(plans) if k < len(plan.things) and self._sprites.level(plan.things[k].side) == level]
                canvas[where] = self._with(canvas[where], [plans[i].things[k] for i in where], level)
        return canvas

    def _with(self, canvas, things, level):
        numbers = lambda name: torch.tensor([float(getattr(thing, name)) for thing in things], device=self.device)
        canvas[:, 0] *= torch.stack([self._shade(thing.shadow) for thing in things])
        pairs = self._sprites.take([thing.row for thing in things], level, numbers("degrees"))
        return over(canvas, placed(pairs, self.size, *map(numbers, ("side", "x", "y")), numbers("mirrored") > 0, numbers("turn")))

    def _ground(self, plan):
        """(2, 3, size, size), as light.Scenery and landscapes.backdrop draw it."""
        if plan.landscape is not None:
            return self._stock[plan.landscape].float() / 255
        paper = self._colour(plan.paper).expand(3, self.size, self.size)
        if min(plan.paper) == 255:
            return torch.stack([paper, paper])
        near = torch.exp(-((self._x - 0.4) ** 2 + (self._y - 0.36) ** 2) / 0.22)
        shade = self._colour(255 * SHADE)
        lit = paper * shade + (paper * (1 - shade) + self._colour(LIGHT)) * (0.72 + 0.34 * near)
        return torch.stack([lit.clamp(0, 1), paper])

    def _shade(self, shadow):
        """What a shadow leaves of the light, (3, size, size)."""
        if shadow is None:
            return torch.ones(3, self.size, self.size, device=self.device)
        x, foot, width = shadow
        near = ((self._x - x) / (0.5 * width)) ** 2 + ((self._y - foot) / (0.1 * width)) ** 2
        return 1 - SHADOW * torch.exp(-near) * (1 - 0.4 * self._colour(255 * SHADE))

    def _colour(self, values):
        return torch.tensor(np.asarray(values, np.float32) / 255, device=self.device)[:, None, None]

    def _single(self):
        painter, rng, size = self._painter, self._rng, self.size
        i = painter.pick(self._sprites)
        colour, degrees = painter.colourist.choose(i, rng)
        caption = f"{colour} {painter.captions.of(i)}".strip()
        paper, phrase = painter.ground()
        side, x, y, mirrored, turn = painter.single_place(i)
        thing = Thing(i, side, x, y, float("nan") if degrees is None else degrees, mirrored, turn)
        return Plan((with_article(caption) if rng.random() < 0.15 else caption) + phrase, [thing], paper)

    def _scene(self):
        painter, rng, size = self._painter, self._rng, self.size
        number = rng.randrange(len(self._backs))
        back, things, nouns = self._backs[number], [], []
        for _, i, side, x, y, flies in sorted(painter.places(GLOSSY, back)):
            if i not in self._sprites or side < 2:
                continue
            colour, degrees = painter.colourist.choose(i, rng, 0.22)
            shadow = None
            if not flies:
                foot, middle, width = standing(painter.pack.sprite(i))
                shadow = (x + middle * side) / size, (y + (foot - 0.02) * side) / size, max(1.15 * width * side / size, 0.01)
            things.append(Thing(i, int(side), int(x), int(y), float("nan") if degrees is None else degrees, shadow=shadow))
            nouns.append(with_article(f"{colour} {painter.captions.of(i, plain=True)}".strip()))
        return Plan(painter.captions.scene(back, nouns, None), things, landscape=number)


def tensor_of(scenery, device):
    """A landscape as (2, 3, size, size) uint8."""
    return torch.from_numpy(np.stack([np.asarray(part) for part in scenery.pictures()])).to(device).permute(0, 3, 1, 2)
