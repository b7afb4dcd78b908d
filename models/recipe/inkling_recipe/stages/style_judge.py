"""Trains the style judge on artwork and filtered artwork, and measures it on unseen drawings."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from ..cache import once
from ..concepts import PLAIN_SETS
from ..judge import to_pixels
from ..pack import Pack
from ..pictures import Painter
from ..style_judge import PLAIN, SIDE, StyleJudge
from ..styles import ARTWORK, STYLES, finished, sets_of
from ..trainer import DEVICE, Task, add_options, autocast, options_of, train
from .judge import roughen, unseen_rows

LOOKS = (PLAIN, *STYLES)
TESTED = 40
"""Drawings of each style in its own test."""


def add_arguments(parser):
    parser.add_argument("--pack", default="work/pack-256")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--pictures", type=int, default=300, help="of each style; of the base's looks three times as many")
    parser.add_argument("--size", type=int, default=256)
    add_options(parser, out="judge/styles", minutes=11, lr=2e-3, flat=0.3)


def run(arguments):
    once(Path(arguments.out) / "styled.npz", lambda: draw(Pack(arguments.pack), arguments.pictures, arguments.size))
    return train(make_task, arguments, options_of(arguments))


def make_task(arguments):
    return StyleJudgeTask(np.load(Path(arguments.out) / "styled.npz"), arguments.batch)


def draw(pack, count, size):
    """Training pictures of every style, and `test ...` pictures of held-out drawings."""
    kept = set(unseen_rows(pack))
    learned, tested = [i for i in range(len(pack.rows)) if i not in kept], sorted(kept)
    pictures = {}
    for seed, style in enumerate(LOOKS):
        print(f"drawing {style} ...", flush=True)
        wanted = count * (3 if style == PLAIN else 1)
        pictures[style] = draw_one(pack, style, learned, size, wanted, 0.3, seed)
        pictures[f"test {style}"] = draw_one(pack, style, tested, size, min(TESTED, wanted), 0.0, 100 + seed)
    return {name: drawn for name, drawn in pictures.items() if drawn is not None}


def draw_one(pack, style, rows, size, count, scenes, seed):
    """(count, size, size, 3), or None when there are no drawings of the style's sets among the rows."""
    sets = sets_of(style) if style in ARTWORK else PLAIN_SETS
    rows = [i for i in rows if pack.rows[i]["set"] in sets]
    if not rows:
        return None
    painter = Painter(pack, size, seed=seed, rows=rows, sets=sets)
    return np.stack([finished(painter.sample(scenes)[0], style) for _ in range(count)])


class StyleJudgeTask(Task):
    """Cross-entropy over styles."""

    weight_decay, ema = 0.02, 0.995

    def __init__(self, artwork, batch):
        self.batch = batch
        styles = [style for style in LOOKS if style in artwork]
        self.pictures = [torch.from_numpy(artwork[style]) for style in styles]
        self.test = {style: artwork[f"test {style}"] for style in styles if f"test {style}" in artwork}
        torch.manual_seed(6)
        self.judge = StyleJudge(styles).to(DEVICE)
        self.modules = (self.judge,)

    def loss(self, generator, progress):
        pictures, styles = self.pick(generator)
        with autocast():
            said = self.judge(mottled(roughen(pictures, generator), generator))
        loss = F.cross_entropy(said.float(), styles)
        return loss, {"right": 100 * float((said.argmax(1) == styles).float().mean())}

    def pick(self, generator):
        """The same number of pictures of each style: square crops of at least three fifths of the side, half of them mirrored."""
        below = lambda n: int(torch.randint(n, (1,), generator=generator, device=generator.device))
        parts, styles = [], torch.arange(self.batch, device=DEVICE) % len(self.pictures)
        for style in styles.tolist():
            picture = self.pictures[style][below(len(self.pictures[style]))]
            least = round(0.6 * len(picture))
            side = least + below(len(picture) - least + 1)
            y, x = below(len(picture) - side + 1), below(len(picture) - side + 1)
            part = to_pixels(picture[None, y:y + side, x:x + side], SIDE)
            parts.append(part.flip(3) if below(2) else part)
        return torch.cat(parts).to(DEVICE), styles

    def save(self, folder):
        self.judge.save(folder)

    def sample(self, folder):
        self.judge.measured = {style: self.judge.shares(pictures, [style])[0] for style, pictures in self.test.items()}
        return self.judge.measured


def mottled(pictures, generator, most=0.35):
    """Adds blotches of several sizes, as in pictures of few steps, so that they are not taken for a style."""
    n, device = len(pictures), pictures.device
    for side in (16, 32, 64):
        blotches = torch.randn(n, 3, side, side, generator=generator, device=device)
        strength = (torch.rand(n, 1, 1, 1, generator=generator, device=device) * 2 - 1).clamp(min=0) * most / 2
        pictures = pictures + strength * F.interpolate(blotches, pictures.shape[2:], mode="bicubic")
    return pictures
