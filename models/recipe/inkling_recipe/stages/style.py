"""Trains one style's LoRA on latents of that style, with the base's own objective."""

import torch

from ..diffusion_task import drop_captions, noisy, report, spread_times, weighted_error
from ..lora_task import LoraTask, add_lora_arguments
from ..trainer import add_options, autocast, options_of, train


def add_arguments(parser):
    parser.add_argument("name", help="3d, sticker, ink, neon, pencil, pixel or watercolour: names the file")
    parser.add_argument("--latents", nargs="+", required=True, help="made by `latents --of NAME`")
    add_lora_arguments(parser, batch=24, rank=8, bridge=0.5)
    add_options(parser, out="work/style", minutes=8, lr=1e-3, flat=0.5)


def run(arguments):
    return train(StyleTask, arguments, options_of(arguments))


class StyleTask(LoraTask):
    ema = 0.99

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
