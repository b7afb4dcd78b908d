"""Trains one style's LoRA on latents of that style, with the base's own objective."""

import torch

from .. import lora, nets
from ..diffusion_task import drop_captions, noisy, report, spread_times, weighted_error
from ..latents import Latents
from ..model import Inkling
from ..trainer import DEVICE, Task, add_options, autocast, options_of, train


def add_arguments(parser):
    parser.add_argument("name", help="3d, sticker, ink, neon, pencil, pixel or watercolour: names the file")
    parser.add_argument("--latents", nargs="+", required=True, help="made by `latents --of NAME`")
    parser.add_argument("--model", default="work/inkling", help="an exported base")
    parser.add_argument("--batch", type=int, default=24, help="a process")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--warm", default="", help="a file to begin from, of an older base; it may have fewer levels and another rank")
    parser.add_argument("--bridge", type=float, default=0.5)
    add_options(parser, out="work/style", minutes=8, lr=1e-3, flat=0.5)


def run(arguments):
    return train(StyleTask, arguments, options_of(arguments))


class StyleTask(Task):
    ema = 0.99

    def __init__(self, arguments):
        self.arguments = arguments
        self.latents, self.base = Latents(arguments.latents, DEVICE), Inkling.load(arguments.model)
        torch.manual_seed(3)
        self.adapters = lora.Adapters(self.base.unet, arguments.rank)
        if arguments.warm:
            self.adapters.begin(arguments.warm)
        self.modules = (self.adapters,)
        nets.quicken(self.base.unet)

    def loss(self, generator, progress):
        batch = self.latents.batch(self.arguments.batch, generator)
        noised = noisy(batch, spread_times(len(batch.z), generator), self.arguments.bridge, generator)
        with torch.no_grad(), autocast():
            words = self.base.text_encoder(drop_captions(batch.ids, self.base.prompts, generator)).last_hidden_state
        with autocast():
            predicted = self.base.unet(noised.x, noised.t, words).sample
        loss, error = weighted_error(predicted, noised)
        return loss, report(error, noised.bridged)

    def save(self, folder):
        self.adapters.save(folder / f"{self.arguments.name}.safetensors")
