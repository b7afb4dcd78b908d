"""Trains the sketch adapter, a small ControlNet on colour drawings: for a drawing that is to be followed closely at any strength."""

from pathlib import Path

import numpy as np
import torch
from diffusers import ControlNetModel
from PIL import Image

from .. import nets
from ..beside import Beside, add_beside
from ..demo import demos, draw
from ..diffusion_task import drop_captions, even_times, noisy, report, weighted_error
from ..drawn import Drawn, keep_drawings
from ..follow import light, noise_of
from ..model import Inkling
from ..sheets import montage
from ..styles import ALONE
from ..trainer import DEVICE, Task, add_options, autocast, options_of, train

SNR_CAP = 0.1
"""Far less than the base's: the layout, which the drawing gives, is decided at high noise."""
SEEING = 0.08
"""Share of the training in which only the drawing's small network is trained, to output for a drawing what the UNet's first
convolution outputs for its latent."""
STYLED = 0.45
"""Share of the steps with a style's LoRA, if styles are given."""


def add_arguments(parser):
    parser.add_argument("--latents", nargs="+", default=["work/latents-0.npz"], help="rows without a sketch are passed over")
    parser.add_argument("--model", default="work/inkling", help="an exported base")
    parser.add_argument("--batch", type=int, default=10, help="a process")
    parser.add_argument("--bridge", type=float, default=0.5, help="share of rows on the sketch bridge; the others begin as noise over the picture")
    parser.add_argument("--warm", default="", help="folder of an adapter to begin from, of an older base, which sees already")
    add_beside(parser)
    parser.add_argument("--styles", nargs="*", default=[], metavar="LORA=LATENTS",
                        help="a style's LoRA and latents made by `latents --of`, for it to stay that style where a drawing is followed")
    add_options(parser, out="work/adapter", minutes=40, lr=1e-3, flat=0.5)


def run(arguments):
    for kept, paths, _ in followed(arguments):
        keep_drawings(kept, paths, arguments.model)
    return train(AdapterTask, arguments, options_of(arguments))


def followed(arguments):
    """(file of the drawings, latents, LoRAs) for the base's pictures, then for each style's."""
    out = Path(arguments.out)
    yield out / "drawings.npy", arguments.latents, ()
    for pair in arguments.styles:
        lora, equals, latents = pair.partition("=")
        if not equals:
            raise ValueError(f"--styles: {pair} (expected: LORA=LATENTS)")
        yield out / f"drawings-{Path(lora).stem}.npy", [latents], ((lora, ALONE),)


class Followed(Drawn):
    """Latents and their drawings, and the weights that are to follow them."""

    def __init__(self, base, lcm, kept, paths, loras):
        super().__init__(base.vae, kept, paths)
        self.beside = Beside(base, lcm, *loras)


class AdapterTask(Task):
    """The base is frozen; a reduced copy of its encoder learns the residuals for a drawing, with uniformly distributed timesteps."""

    weight_decay, ema = 0.01, 0.99

    def __init__(self, arguments):
        self.arguments, self.base = arguments, Inkling.load(arguments.model)
        self.plain, *self.styles = [Followed(self.base, arguments.beside, *each) for each in followed(arguments)]
        torch.manual_seed(4)
        adapter = ControlNetModel.from_pretrained(arguments.warm).float() if arguments.warm else light(self.base.unet)
        self.adapter = self.base.adapter = adapter.to(DEVICE).requires_grad_(True).train()
        self.modules = (self.adapter,)
        nets.quicken(self.base.unet)

    def loss(self, generator, progress):
        seeing = progress < SEEING and not self.arguments.warm
        chosen = self.plain if seeing else self._choose(generator)
        batch, drawings = chosen.batch(self.arguments.batch, generator)
        if seeing:
            return self._seen(batch, drawings)
        chosen.beside.choose(generator)
        return self._followed(batch, drawings, generator)

    def _choose(self, generator):
        draw = float(torch.rand(1, generator=generator, device=generator.device))
        return self.styles[int(draw / STYLED * len(self.styles))] if self.styles and draw < STYLED else self.plain

    def _seen(self, batch, drawings):
        """If its output were unlike a latent's, the copied blocks would have to be trained from scratch."""
        with autocast():
            seen = self.adapter.controlnet_cond_embedding(drawings).float()
        with torch.no_grad():
            latent = self.base.unet.conv_in(batch.sketch).float()
        loss = (seen - latent).pow(2).mean() / latent.var()
        return loss, {"seeing": loss.detach()}

    def _followed(self, batch, drawings, generator):
        noised = noisy(batch, even_times(len(batch.z), generator), self.arguments.bridge, generator)
        with torch.no_grad(), autocast():
            words = self.base.text_encoder(drop_captions(batch.ids, self.base.prompts, generator)).last_hidden_state
        with autocast():
            predicted = noise_of(self.base.unet, self.adapter, noised.x, noised.t, words, drawings)
        loss, error = weighted_error(predicted, noised, SNR_CAP)
        return loss, report(error, noised.bridged)

    def save(self, folder):
        nets.save_half(self.adapter, folder / "controlnet")

    def sample(self, folder):
        """Eight demo drawings, and pictures from noise alone that follow them."""
        self.plain.beside.leave()
        chosen = demos()[:8]
        drawings = np.stack([draw(demo, self.base.size) for demo in chosen])
        pictures = self.base.draw([demo["prompt"] for demo in chosen], drawings, steps=12, follow=1.0)
        Image.fromarray(montage([*drawings, *pictures], 8)).save(folder / "samples.png")
        return {}
