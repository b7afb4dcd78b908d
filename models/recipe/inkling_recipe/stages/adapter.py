"""Trains the sketch adapter, a small ControlNet on colour drawings: for a drawing that is to be followed closely at any strength."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image

from .. import nets
from ..beside import Beside, add_beside
from ..demo import demos, draw
from ..diffusion_task import drop_captions, even_times, noisy, report, weighted_error
from ..follow import light, noise_of, unit
from ..latents import Latents
from ..model import Inkling, decode
from ..sheets import montage
from ..trainer import DEVICE, Task, add_options, autocast, options_of, train

SNR_CAP = 0.1
"""Far less than the base's: what lies where, which the drawing says, is decided in the most noise."""
SEEING = 0.08
"""Share of the training in which only the drawing's own small net learns: to say of a drawing what the UNet's first convolution says of its latent."""


def add_arguments(parser):
    parser.add_argument("--latents", nargs="+", default=["work/latents-0.npz"], help="rows without a sketch are passed over")
    parser.add_argument("--model", default="work/inkling", help="an exported base")
    parser.add_argument("--batch", type=int, default=10, help="a process")
    parser.add_argument("--bridge", type=float, default=0.5, help="share of rows on the sketch bridge; the others begin as noise over the picture")
    add_beside(parser)
    add_options(parser, out="work/adapter", minutes=40, lr=1e-3, flat=0.5)


def run(arguments):
    keep_drawings(Path(arguments.out) / "drawings.npy", arguments)
    return train(AdapterTask, arguments, options_of(arguments))


def keep_drawings(path, arguments):
    """Writes the sketches as pictures once: (sketched rows, size, size, 3) uint8, too many to hold in memory."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    latents, base = Latents(arguments.latents, DEVICE), Inkling.load(arguments.model)
    rows, part = latents.sketched(), path.with_suffix(".part")
    if not len(rows):
        raise ValueError(f"{arguments.latents}: no sketches (expected: made with --sketches above 0)")
    kept = np.lib.format.open_memmap(part, "w+", np.uint8, (len(rows), base.size, base.size, 3))
    print(f"drawing {len(rows)} sketches ...", flush=True)
    for k in range(0, len(rows), 32):
        kept[k:k + 32] = decode(base.vae, latents.at(rows[k:k + 32]).sketch)
    kept.flush()
    part.rename(path)


class AdapterTask(Task):
    """The base is frozen; a light copy of its encoder half learns to say what a drawing adds, over all timesteps alike."""

    weight_decay, ema = 0.01, 0.99

    def __init__(self, arguments):
        self.arguments = arguments
        self.latents, self.base = Latents(arguments.latents, DEVICE), Inkling.load(arguments.model)
        self.rows, self.drawings = self.latents.sketched(), np.load(Path(arguments.out) / "drawings.npy", mmap_mode="r")
        self.beside = Beside(self.base, arguments.beside)
        torch.manual_seed(4)
        self.adapter = self.base.adapter = light(self.base.unet).to(DEVICE).requires_grad_(True)
        self.modules = (self.adapter,)
        nets.quicken(self.base.unet)

    def loss(self, generator, progress):
        chosen = torch.randint(len(self.rows), (self.arguments.batch,), generator=generator, device=generator.device).cpu()
        batch, drawings = self.latents.at(self.rows[chosen]), unit(self.drawings[chosen.numpy()])
        return self._seen(batch, drawings) if progress < SEEING else self._followed(batch, drawings, generator)

    def _seen(self, batch, drawings):
        """Far from a latent the copied blocks would have to learn anew what they look at."""
        with autocast():
            seen = self.adapter.controlnet_cond_embedding(drawings).float()
        with torch.no_grad():
            latent = self.base.unet.conv_in(batch.sketch).float()
        loss = (seen - latent).pow(2).mean() / latent.var()
        return loss, {"seeing": float(loss.detach())}

    def _followed(self, batch, drawings, generator):
        self.beside.choose(generator)
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
        chosen = demos()[:8]
        drawings = np.stack([draw(demo, self.base.size) for demo in chosen])
        pictures = self.base.draw([demo["prompt"] for demo in chosen], drawings, steps=12, follow=1.0)
        Image.fromarray(montage([*drawings, *pictures], 8)).save(folder / "samples.png")
        return {}
