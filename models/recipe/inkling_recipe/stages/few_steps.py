"""Trains the sketch adapter, or a style's LoRA under it, on the few steps that people see: each is to say the picture of a pair.

A base's own steps carry its doubts: what it can't decide, few of them draw pale and blotched. Here the answer is known, for a drawing and its
picture are a pair, and everything stands as it will be used: the LCM-LoRA added, the adapter looking at the drawing.
"""

from pathlib import Path

import numpy as np
import torch
from diffusers import ControlNetModel
from PIL import Image

from .. import lora, nets
from ..demo import demos, draw
from ..diffusion_task import drop_captions, noisy
from ..drawn import Drawn, keep_drawings
from ..follow import ADAPTER, noise_of
from ..model import Inkling
from ..sheets import montage
from ..styles import styled
from ..trainer import DEVICE, Task, add_options, autocast, options_of, train
from ..walk import clean_of, huber, place, spread_grid, walked
from .style import TARGETS

ANYWHERE = 0.2
"""Share of the steps that stand anywhere on the sketch bridge, not on a sampler's way."""
BRIDGED = 0.7
"""Share of those that have something of the sketch in them."""
UNSEEN = 0.25
"""Share of a style's steps without the adapter."""
WIDTH = 0.001
"""Of the loss's round part."""


def add_arguments(parser):
    parser.add_argument("--latents", nargs="+", default=["work/latents-0.npz"], help="rows without a sketch are passed over")
    parser.add_argument("--model", default="work/inkling", help="an exported base")
    parser.add_argument("--beside", required=True, help="its LCM-LoRA, which stays as it is")
    parser.add_argument("--adapter", default="", help="folder of a sketch adapter to begin from, or for a style to stand under (empty: the model's own)")
    parser.add_argument("--style", default="", help="learn this style's LoRA, on latents made by `latents --of STYLE`; the adapter stays as it is")
    parser.add_argument("--warm", default="", help="a style's LoRA to begin from")
    parser.add_argument("--rank", type=int, default=4, help="of a style's LoRA")
    parser.add_argument("--batch", type=int, default=12, help="a process")
    add_options(parser, out="work/few", minutes=60, lr=7e-4, flat=0.5)


def run(arguments):
    keep_drawings(kept(arguments), arguments.latents, arguments.model)
    return train(task_of, arguments, options_of(arguments))


def task_of(arguments):
    return StyleSteps(arguments) if arguments.style else AdapterSteps(arguments)


def kept(arguments):
    return Path(arguments.out) / "drawings.npy"


class FewSteps(Task):
    ema, unseen = 0.99, 0.0

    def __init__(self, arguments):
        self.arguments, self.base = arguments, Inkling.load(arguments.model)
        self.base.use((arguments.beside, 1.0))
        nets.quicken(self.base.unet)
        self.drawn = Drawn(self.base.vae, kept(arguments), arguments.latents)
        folder = arguments.adapter or f"{arguments.model}/{ADAPTER}"
        self.adapter = self.base.adapter = nets.quicken(ControlNetModel.from_pretrained(folder).float().to(DEVICE)).requires_grad_(False)

    def loss(self, generator, progress):
        chance = lambda: float(torch.rand(1, generator=generator, device=DEVICE))
        batch, drawings = self.drawn.batch(self.arguments.batch, generator)
        with torch.no_grad(), autocast():
            words = self.base.text_encoder(drop_captions(batch.ids, self.base.prompts, generator)).last_hidden_state
        predict = self._predict(words, None if chance() < self.unseen else drawings)
        if chance() < ANYWHERE:
            t = spread_grid(len(batch.z), generator)
            x = noisy(batch, t, BRIDGED, generator).x
        else:
            x, t = walked(predict, batch.sketch, place(generator), generator)
        distance = clean_of(x, predict(x, t), t) - batch.z
        return huber(distance, WIDTH), {"distance": distance.detach().abs().mean()}

    def _predict(self, words, drawings):
        """The network as a function of x and t alone."""
        def predict(x, t):
            with autocast():
                return (self.base.unet(x, t, words).sample if drawings is None else noise_of(self.base.unet, self.adapter, x, t, words, drawings)).float()
        return predict

    def sample(self, folder):
        """Demo drawings, and what two steps make of them."""
        chosen = demos()[:12]
        drawings, texts = np.stack([draw(demo, self.base.size) for demo in chosen]), [demo["prompt"] for demo in chosen]
        texts = [styled(text, self.arguments.style) for text in texts] if self.arguments.style else texts
        pictures = self.base.draw(texts, drawings, 0.6, 2, "lcm", 1, follow=1.0)
        Image.fromarray(montage([*drawings, *pictures], 12)).save(folder / "samples.png")
        return {}


class AdapterSteps(FewSteps):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.adapter.requires_grad_(True)
        self.modules = (self.adapter,)

    def save(self, folder):
        nets.save_half(self.adapter, folder / "controlnet")


class StyleSteps(FewSteps):
    unseen = UNSEEN

    def __init__(self, arguments):
        super().__init__(arguments)
        torch.manual_seed(3)
        self.adapters = lora.Adapters(self.base.unet, arguments.rank, TARGETS)
        if arguments.warm:
            self.adapters.begin(arguments.warm)
        self.modules = (self.adapters,)

    def save(self, folder):
        self.adapters.save(folder / f"{self.arguments.style}.safetensors")
