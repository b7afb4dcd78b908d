"""Trains one style's LoRA on latents of that style, with the base's own objective, on the base alone and beside its LCM-LoRA."""

import torch

from .. import lora
from ..diffusion_task import drop_captions, noisy, report, spread_times, weighted_error
from ..lora_task import LoraTask, add_lora_arguments
from ..trainer import add_options, autocast, options_of, train

SNR_CAP = 1
"""Less than the base's: a style is decided while there is more noise than picture."""


def add_arguments(parser):
    parser.add_argument("name", help="3d, sticker, ink, neon, pencil, pixel or watercolour: names the file")
    parser.add_argument("--latents", nargs="+", required=True, help="made by `latents --of NAME`")
    parser.add_argument("--beside", default="", help="an LCM-LoRA that is added in half of the steps, so that the style holds beside it")
    add_lora_arguments(parser, batch=10, rank=8, bridge=0.9)
    add_options(parser, out="work/style", minutes=8, lr=2e-3, flat=0.5)


def run(arguments):
    return train(StyleTask, arguments, options_of(arguments))


class StyleTask(LoraTask):
    """The outermost convolutions learn too: a style may be dark where drawings are white, and the group norm between
    the UNet's last level and its last convolution keeps the others from saying so."""

    ema, targets = 0.99, lora.TARGETS + ("conv_in", "conv_out")

    def __init__(self, arguments):
        super().__init__(arguments)
        self.bases = [weights_of(self.base.use())]
        if arguments.beside:
            self.bases.append(weights_of(self.base.use((arguments.beside, 1.0))))

    def loss(self, generator, progress):
        base = self.bases[int(torch.randint(len(self.bases), (1,), generator=generator, device=generator.device))]
        for parameter, weight in zip(self.base.unet.parameters(), base):
            parameter.data = weight
        batch = self.latents.batch(self.arguments.batch, generator)
        noised = noisy(batch, spread_times(len(batch.z), generator), self.arguments.bridge, generator)
        with torch.no_grad(), autocast():
            words = self.base.text_encoder(drop_captions(batch.ids, self.base.prompts, generator)).last_hidden_state
        with autocast():
            predicted = self.base.unet(noised.x, noised.t, words).sample
        loss, error = weighted_error(predicted, noised, SNR_CAP)
        return loss, report(error, noised.bridged)

    def save(self, folder):
        self.adapters.save(folder / f"{self.arguments.name}.safetensors")


def weights_of(model):
    return [parameter.detach().clone() for parameter in model.unet.parameters()]
