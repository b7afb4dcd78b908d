"""Trains the sketch adapter, a ControlNet on colour drawings: for a drawing that is to be followed closely at any strength."""

import numpy as np
import torch
from diffusers import ControlNetModel
from PIL import Image

from .. import nets
from ..demo import demos, draw
from ..diffusion_task import drop_captions, noisy, report, spread_times, weighted_error
from ..latents import Batch, Latents
from ..model import Inkling, decode
from ..sheets import montage
from ..trainer import DEVICE, Task, add_options, autocast, options_of, train

CONDITION_CHANNELS = (16, 32, 64, 96)
"""Of the small net that brings a drawing down to the latents' size."""


def add_arguments(parser):
    parser.add_argument("--latents", nargs="+", default=["work/latents-0.npz"])
    parser.add_argument("--model", default="work/inkling", help="an exported base")
    parser.add_argument("--batch", type=int, default=16, help="a process; rows without a sketch are passed over")
    add_options(parser, out="work/adapter", minutes=60, lr=5e-4, flat=0.5)


def run(arguments):
    return train(AdapterTask, arguments, options_of(arguments))


class AdapterTask(Task):
    """The base is frozen; its encoder half, copied, learns to say what a drawing adds. Ordinary noise, no sketch bridge."""

    weight_decay, ema = 0.01, 0.99

    def __init__(self, arguments):
        self.arguments = arguments
        self.latents, self.base = Latents(arguments.latents, DEVICE), Inkling.load(arguments.model)
        torch.manual_seed(4)
        self.adapter = ControlNetModel.from_unet(self.base.unet, conditioning_embedding_out_channels=CONDITION_CHANNELS)
        self.adapter.to(DEVICE).train().requires_grad_(True)
        self.modules = (self.adapter,)

    def loss(self, generator, progress):
        batch = with_sketch(self.latents, self.arguments.batch, generator)
        noised = noisy(batch, spread_times(len(batch.z), generator), 0, generator)
        drawings = torch.from_numpy(decode(self.base.vae, batch.sketch)).permute(0, 3, 1, 2).to(DEVICE).float() / 255
        with torch.no_grad(), autocast():
            words = self.base.text_encoder(drop_captions(batch.ids, self.base.prompts, generator)).last_hidden_state
        with autocast():
            down, middle = self.adapter(noised.x, noised.t, words, drawings, return_dict=False)
            predicted = self.base.unet(noised.x, noised.t, words, down_block_additional_residuals=down, mid_block_additional_residual=middle).sample
        loss, error = weighted_error(predicted, noised)
        return loss, report(error, noised.bridged)

    def save(self, folder):
        nets.save_half(self.adapter, folder / "controlnet")

    def sample(self, folder):
        """Eight demo drawings, and pictures from noise alone that follow them."""
        chosen = demos()[:8]
        drawings = np.stack([draw(demo, self.base.size) for demo in chosen])
        condition = torch.from_numpy(drawings).permute(0, 3, 1, 2).to(DEVICE).float() / 255
        pictures = drawn_with(self.base, self.adapter, [demo["prompt"] for demo in chosen], condition)
        Image.fromarray(montage([*drawings, *pictures], 8)).save(folder / "samples.png")
        return {}


def with_sketch(latents, n, generator):
    """`n` rows that have a sketch, or as many as three times `n` rows hold."""
    batch = latents.batch(3 * n, generator)
    rows = batch.has_sketch.nonzero()[:n, 0]
    if not len(rows):
        raise ValueError("latents: no sketches (expected: made with --sketches above 0)")
    return Batch(*(field[rows] for field in (batch.z, batch.sketch, batch.has_sketch, batch.ids)))


@torch.no_grad()
def drawn_with(model, adapter, texts, condition, steps=12):
    """DDIM from noise, guided by words' absence, the drawing held throughout."""
    class Followed(torch.nn.Module):
        def forward(self, x, t, words):
            repeat = len(x) // len(condition)
            down, middle = adapter(x, t, words, condition.repeat(repeat, 1, 1, 1), return_dict=False)
            return plain(x, t, words, down_block_additional_residuals=down, mid_block_additional_residual=middle)

    plain = model.unet
    followed = Followed()
    followed.config = plain.config
    model.unet = followed
    try:
        return model.draw(texts, steps=steps)
    finally:
        model.unet = plain
