"""Trains a style's LoRA on latents of that style, with the base's objective, both on the base alone and with its LCM-LoRA added."""

import torch

from .. import lora
from ..beside import Beside, add_beside
from ..diffusion_task import drop_captions, noisy, report, spread_times, weighted_error
from ..lora_task import LoraTask, add_lora_arguments
from ..trainer import add_options, autocast, options_of, train

SNR_CAP = 1
"""Less than the base's: most styles are decided while there is more noise than picture. Not one of fine texture."""
TARGETS = lora.TARGETS + ("conv_in", "conv_out")


def add_arguments(parser):
    parser.add_argument("name", help="3d, sticker, ink, neon, pencil, pixel or watercolour: names the file")
    parser.add_argument("--latents", nargs="+", required=True, help="made by `latents --of NAME`")
    add_beside(parser)
    parser.add_argument("--snr-cap", type=float, default=SNR_CAP, help="min-SNR's; the base's is 5")
    add_lora_arguments(parser, batch=10, rank=8, bridge=0.9)
    add_options(parser, out="work/style", minutes=8, lr=2e-3, flat=0.5)


def run(arguments):
    return train(StyleTask, arguments, options_of(arguments))


class StyleTask(LoraTask):
    """Trains the outermost convolutions too: a style may be dark where drawings are white, and the group norm before the UNet's
    last convolution prevents the other layers from doing that."""

    ema, targets = 0.99, TARGETS

    def __init__(self, arguments):
        super().__init__(arguments)
        self.beside = Beside(self.base, arguments.beside)

    def loss(self, generator, progress):
        self.beside.choose(generator)
        batch = self.latents.batch(self.arguments.batch, generator)
        noised = noisy(batch, spread_times(len(batch.z), generator), self.arguments.bridge, generator)
        with torch.no_grad(), autocast():
            words = self.base.text_encoder(drop_captions(batch.ids, self.base.prompts, generator)).last_hidden_state
        with autocast():
            predicted = self.base.unet(noised.x, noised.t, words).sample
        loss, error = weighted_error(predicted, noised, self.arguments.snr_cap)
        return loss, report(error, noised.bridged)

    def save(self, folder):
        self.adapters.save(folder / f"{self.arguments.name}.safetensors")
