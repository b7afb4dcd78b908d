"""Trains the judge on all artwork, held-out concepts included, and measures it on drawings it has not seen."""

import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from ..backgrounds import KINDS, draw_background
from ..cache import once
from ..concepts import EVERYDAY, STYLE_WORDS, weight
from ..filters import FILTERS
from ..judge import SIDE, Judge, top, words_of
from ..pack import Pack
from ..pictures import Painter
from ..sheets import montage
from ..trainer import DEVICE, Task, add_options, autocast, options_of, train

SPRITE = 72
"""Size at which sprites are kept, slightly above the judge's input."""

BEND = 0.25
"""Largest standard deviation of the warp of a sprite, in half sides."""

SIDES = ((0.35, 32), (0.7, 48), (1.0, SIDE))
"""(progress, side): picture sizes over the training. Small ones come first, because four times as many fit into the same time."""


def add_arguments(parser):
    parser.add_argument("--pack", default="work/pack-256")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--filtered", type=int, default=300, help="pictures of each filter style to learn from")
    parser.add_argument("--size", type=int, default=256, help="side at which filter styles are made")
    add_options(parser, out="judge", minutes=75, lr=2e-3, flat=0.4)


def run(arguments):
    once(Path(arguments.out) / "artwork.npz", lambda: draw(Pack(arguments.pack), arguments.filtered, arguments.size))
    return train(make_task, arguments, options_of(arguments))


def make_task(arguments):
    return JudgeTask(Pack(arguments.pack), np.load(Path(arguments.out) / "artwork.npz"), arguments.batch)


def unseen_rows(pack, count=200, seed=11):
    """Drawings held out for the judge's own test, of concepts that at least four other sets have."""
    drawings = {}
    for i in range(len(pack.rows)):
        drawings[pack.name(i)] = drawings.get(pack.name(i), 0) + 1
    known = [i for i in range(len(pack.rows)) if drawings[pack.name(i)] > 4]
    return sorted(random.Random(seed).sample(known, min(count, len(known) // 4)))


def draw(pack, filtered, size):
    """Small sprites, small landscapes, and pictures through each filter."""
    print("reading the artwork ...", flush=True)
    sprites = np.stack([small_sprite(pack.sprite(i)) for i in range(len(pack.rows))])
    rng = random.Random(5)
    landscapes = [draw_background(rng.choice(list(KINDS)), 128, rng).scenery.pictures() for _ in range(200)]
    grounds = np.stack([np.asarray(picture.resize((SIDE, SIDE), Image.BOX)) for both in landscapes for picture in both])
    painter = Painter(pack, size, seed=6, sets={"noto": 1.0}, rows=range(len(pack.rows)))
    styled = {name: np.stack([shrunk(apply(painter.sample(0.3)[0])) for _ in range(filtered)]) for name, apply in FILTERS.items()}
    return {"sprites": sprites, "grounds": grounds, **styled}


def small_sprite(rgba):
    return np.asarray(Image.fromarray(rgba).convert("RGBa").resize((SPRITE, SPRITE), Image.BOX))


def shrunk(picture):
    return np.asarray(Image.fromarray(picture).resize((SIDE, SIDE), Image.BOX))


class JudgeTask(Task):
    """Cross-entropy of each picture against the names of all concepts, and of its style against all styles."""

    weight_decay, ema = 0.02, 0.998

    def __init__(self, pack, artwork, batch):
        self.pack, self.batch = pack, batch
        names = sorted({pack.name(i) for i in range(len(pack.rows))})
        sets = [s for s in STYLE_WORDS if s in pack.by_set]
        self.rare = rare_tags(pack, names)
        texts = names + list(EVERYDAY.values()) + list(self.rare.values())
        torch.manual_seed(0)
        self.judge = Judge(sorted({w for text in texts for w in words_of(text)}), names, sets + list(FILTERS)).to(DEVICE)
        self.modules = (self.judge,)
        number = {name: i for i, name in enumerate(names)}
        self.concept_of = torch.tensor([number[pack.name(i)] for i in range(len(pack.rows))], device=DEVICE)
        self.style_of = torch.tensor([sets.index(row["set"]) for row in pack.rows], device=DEVICE)
        self.sprites = torch.from_numpy(artwork["sprites"])
        self.grounds = torch.from_numpy(artwork["grounds"])
        self.styled = torch.cat([torch.from_numpy(artwork[name]) for name in FILTERS])
        self.styled_as = torch.arange(len(FILTERS)).repeat_interleave(len(self.styled) // len(FILTERS)) + len(sets)
        self.unseen = unseen_rows(pack)
        kept = set(self.unseen)
        self.rows = torch.tensor([i for i in range(len(pack.rows)) if i not in kept])
        self.weights = torch.tensor([weight(pack.name(i), pack.concept(i)["group"]) for i in self.rows.tolist()]).sqrt()
        self.calls = [self.judge.tokens(names), self.judge.tokens([EVERYDAY.get(n, self.rare.get(n, n)) for n in names])]
        self.random = np.random.default_rng()

    def loss(self, generator, progress):
        pictures, concepts, styles = self.compose(generator, progress)
        side = next(side for until, side in SIDES if progress <= until)
        pictures = F.interpolate(pictures, (side, side), mode="area")
        calls = self.calls[self.random.random() < 0.25].to(DEVICE)
        with autocast():
            features = self.judge.features(pictures)
            told = self.judge.style_head(features)
            texts = self.judge.embed_tokens(calls)
            seen = self.judge.embed_features(features)
        logits = self.judge.scale.exp() * seen[:len(concepts)] @ texts.T
        retrieval = -(concepts * F.log_softmax(logits, 1)).sum(1).mean()
        style = F.cross_entropy(told.float(), styles)
        return retrieval + 0.3 * style, {"retrieval": float(retrieval.detach()), "style": float(style.detach())}

    def compose(self, generator, progress=1.0):
        """(pictures, soft targets over concepts, styles): large on white at first, smaller, crowded and in landscapes later.

        The last eighth of the pictures is filtered; these are used for styles only, not for concepts.
        """
        n, filtered = self.batch, self.batch // 8
        rows = self.rows[torch.multinomial(self.weights, n, replacement=True, generator=_cpu(generator))]
        hard = min(1.0, 1.5 * progress)
        canvas = self._grounds(n, hard, generator)
        targets = torch.zeros(n, len(self.judge.names), device=DEVICE)
        styles = self.style_of[rows.to(DEVICE)]
        canvas = self._place(canvas, rows, generator, small=torch.rand(n, generator=generator, device=DEVICE) < 0.4 * hard)
        targets.scatter_add_(1, self.concept_of[rows.to(DEVICE)][:, None], torch.ones(n, 1, device=DEVICE))
        crowd = 1 + int(n / 5 * hard)
        second = self._same_style(rows[:crowd], generator)
        canvas[:crowd] = self._place(canvas[:crowd], second, generator, small=torch.ones(crowd, dtype=torch.bool, device=DEVICE))
        targets[:crowd].scatter_add_(1, self.concept_of[second.to(DEVICE)][:, None], torch.ones(crowd, 1, device=DEVICE))
        pick = torch.randint(len(self.styled), (filtered,), generator=_cpu(generator))
        canvas = torch.cat([canvas, self.styled[pick].to(DEVICE).permute(0, 3, 1, 2).float() / 127.5 - 1])
        return roughen(canvas, generator), targets / targets.sum(1, keepdim=True), torch.cat([styles, self.styled_as[pick].to(DEVICE)])

    def _same_style(self, rows, generator):
        """For each row, another row of the same set."""
        offsets = torch.randint(1, 400, (len(rows),), generator=_cpu(generator))
        other = (rows + offsets).clamp(max=len(self.pack.rows) - 1)
        unseen = torch.isin(other, torch.tensor(self.unseen)) | (self.style_of.cpu()[other] != self.style_of.cpu()[rows])
        return torch.where(unseen, rows, other)

    def _grounds(self, n, hard, generator):
        """White, one colour, or a landscape."""
        kind = torch.rand(n, generator=generator, device=DEVICE)
        plain = (1 - 0.8 * torch.rand(n, 3, 1, 1, generator=generator, device=DEVICE)).expand(n, 3, SIDE, SIDE)
        landscape = self.grounds[torch.randint(len(self.grounds), (n,), generator=_cpu(generator))].to(DEVICE).permute(0, 3, 1, 2).float() / 255
        pick = kind[:, None, None, None]
        return torch.where(pick < 1 - 0.55 * hard, torch.ones_like(plain), torch.where(pick < 1 - 0.4 * hard, plain, landscape)) * 2 - 1

    def _place(self, canvas, rows, generator, small):
        """Draws each sprite with random size, position, rotation and mirroring; small ones are first reduced by 2, to avoid aliasing."""
        n = len(rows)
        sprites = self.sprites[rows].to(DEVICE).permute(0, 3, 1, 2).float() / 255
        sprites = torch.where(small[:, None, None, None], F.interpolate(F.avg_pool2d(sprites, 2), scale_factor=2, mode="bilinear"), sprites)
        draw = lambda: torch.rand(n, generator=generator, device=DEVICE)
        side = torch.where(small, 0.3 + 0.4 * draw(), 0.7 + 0.3 * draw())
        mirror = torch.where(draw() < 0.4, -1.0, 1.0)
        turn, room = (draw() - 0.5) * 0.4, 1 - side
        x, y = (2 * draw() - 1) * room, (2 * draw() - 1) * room
        cos, sin = turn.cos() / side, turn.sin() / side
        affine = torch.stack([torch.stack([cos * mirror, sin * mirror, -(cos * x + sin * y) * mirror], 1),
                              torch.stack([-sin, cos, sin * x - cos * y], 1)], 1)
        places = F.affine_grid(affine, (n, 4, SIDE, SIDE), align_corners=False) + self._bend(n, generator)
        drawn = F.grid_sample(sprites, places, align_corners=False)
        alpha = drawn[:, 3:]
        return canvas * (1 - alpha) + (drawn[:, :3] * 2 - alpha)

    @staticmethod
    def _bend(n, generator):
        """A random warp that shifts parts of a sprite, as if another artist had drawn it; (n, SIDE, SIDE, 2) in half sides of the sprite, small for most."""
        far = BEND * torch.rand(n, 1, 1, 1, generator=generator, device=DEVICE) ** 2
        coarse = far * torch.randn(n, 2, 4, 4, generator=generator, device=DEVICE)
        return F.interpolate(coarse, (SIDE, SIDE), mode="bicubic").permute(0, 2, 3, 1)

    def save(self, folder):
        self.judge.save(folder)

    def sample(self, folder):
        """The judge's own test, on unseen drawings with a white background."""
        pictures = np.stack([on_white(self.pack.sprite(i)) for i in self.unseen])
        features = self.judge.look(pictures)
        ranks = self.judge.ranks(features, [self.pack.name(i) for i in self.unseen])
        shown = self.compose(torch.Generator(device=DEVICE).manual_seed(0))[0][:96]
        Image.fromarray(montage(list(((shown.clamp(-1, 1) + 1) * 127.5).byte().permute(0, 2, 3, 1).cpu().numpy()), 16)).save(Path(folder) / "sees.png")
        self.judge.measured = {"unseen top-1": top(ranks, 1), "unseen top-5": top(ranks, 5)}
        return self.judge.measured


def rare_tags(pack, names):
    """For each concept, a tag that is nearly unique to it, if there is one."""
    by_name = {c["name"]: c for c in pack.concepts.values()}
    tags = {n: [t for t in by_name[n]["tags"] if pack.tag_counts[t] <= 2] for n in names}
    return {n: t[0] for n, t in tags.items() if t}


def on_white(rgba, size=128, margin=4):
    canvas = Image.new("RGB", (size, size), "white")
    sprite = Image.fromarray(rgba).convert("RGBa").resize((size - 2 * margin,) * 2, Image.BICUBIC).convert("RGBA")
    canvas.paste(sprite, (margin, margin), sprite)
    return np.asarray(canvas)


def roughen(pictures, generator):
    """Random brightness, contrast and tint, and sometimes blur or noise, so that names don't depend on exact pixels."""
    n = len(pictures)
    draw = lambda *shape: torch.rand(n, *shape, generator=generator, device=DEVICE)
    pictures = pictures * (0.8 + 0.4 * draw(1, 1, 1)) + 0.2 * (draw(3, 1, 1) - 0.5)
    soft = F.interpolate(F.avg_pool2d(pictures, 2), scale_factor=2, mode="bilinear")
    mix = (draw(1, 1, 1) * 1.6 - 0.6).clamp(min=0)
    pictures = pictures * (1 - mix) + soft * mix
    return pictures + 0.06 * draw(1, 1, 1) * torch.randn(pictures.shape, generator=generator, device=DEVICE)


def _cpu(generator):
    """A generator for indices into memory, seeded by the training's own."""
    return torch.Generator().manual_seed(int(torch.randint(2 ** 31, (1,), generator=generator, device=generator.device)))
