"""Teaches a decoder clean edges: on what the model draws in few steps it has to convince a critic that it is artwork.

Latents that a model draws are a little unsure of their edges, and a decoder that learned from real pictures shows that as
blur. Here half of what it learns from is drawn by the model; a critic compares it with artwork (Goodfellow et al., 2014),
and colours, seen from a little farther off, must stay those that the decoder before shows. The other half are pictures
as in `autoencoder --decoder-only`.
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from .. import schedule
from ..cache import once
from ..critic import Critic
from ..latents import Latents
from ..model import Inkling, decode
from ..sheets import montage
from ..trainer import DEVICE, add_options, options_of, train
from . import autoencoder

SIDE, MARGIN, POOL = 16, 2, 4
"""Of a part of a drawn latent: its side, and what of it no loss sees, since the decoder has not seen what is beyond. Pixels pooled."""


def add_arguments(parser):
    parser.add_argument("--pack", default="work/pack-256")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--pictures", type=int, default=1200)
    parser.add_argument("--crop", type=int, default=64)
    parser.add_argument("--batch", type=int, default=16, help="crops of pictures a process; of drawn latents as many pixels")
    parser.add_argument("--init", required=True, help="an autoencoder folder to begin from")
    parser.add_argument("--noise", type=float, default=0.06)
    parser.add_argument("--model", default="work/inkling", help="an exported model with lcm.safetensors, whose autoencoder shows the colours")
    parser.add_argument("--latents", nargs="+", default=["work/latents-0.npz"])
    parser.add_argument("--drawn", type=int, default=1000, help="latents that the model draws")
    parser.add_argument("--disbelief", type=float, default=0.5, help="pull of the critic on a pixel, of that of the colours")
    add_options(parser, out="work/sharp", minutes=20, lr=1e-3, flat=0.3)


def run(arguments):
    arguments.decoder_only, arguments.decoder_blocks = True, None
    autoencoder.prepare(arguments)
    once(Path(arguments.out) / "drawn.npz", lambda: draw(arguments))
    return train(SharpenTask, arguments, options_of(arguments))


def draw(arguments, batch=20):
    """Drawn latents, and pooled, how the model's own decoder shows them."""
    print(f"drawing {arguments.drawn} latents ...", flush=True)
    model, latents = Inkling.load(arguments.model), Latents(arguments.latents, DEVICE)
    model.use((model.lora("lcm"), 1.0))
    generator = torch.Generator(device=DEVICE).manual_seed(12)
    drawn, shown = [], []
    for k in range(0, arguments.drawn, batch):
        part = latents.batch(batch, generator)
        with torch.no_grad():
            words = model.text_encoder(part.ids).last_hidden_state
            strength = (0.4, 0.5, 0.6, 0.7)[k // batch % 4]
            z = schedule.lcm(lambda x, t: model.predict(x, t, words, None, 1), part.sketch, strength, (2, 4)[k // batch % 8 // 4], range(k, k + batch), model.eta)
        pictures = torch.from_numpy(decode(model.vae, z)).permute(0, 3, 1, 2)
        drawn.append(z.half().cpu().numpy())
        shown.append(F.avg_pool2d(autoencoder.normal(pictures), POOL).half().cpu().numpy())
    return {"drawn": np.concatenate(drawn), "shown": np.concatenate(shown)}


def pull(loss, made):
    """The norm of a loss's gradient at the pixels (as Esser et al., 2021, weigh theirs at the last layer)."""
    return torch.autograd.grad(loss, made, retain_graph=True)[0].norm() + 1e-8


class SharpenTask(autoencoder.AutoencoderTask):

    def __init__(self, arguments):
        super().__init__(arguments)
        torch.manual_seed(1)
        self.critic = Critic().to(DEVICE)
        self.modules = (self.vae, self.critic)
        data = np.load(Path(arguments.out) / "drawn.npz")
        self.drawn, self.shown = (torch.from_numpy(data[k]) for k in ("drawn", "shown"))
        self.artwork = self.pictures[[k for k in range(len(self.pictures)) if not autoencoder.is_sketch(k)]]
        self.side = min(SIDE, self.drawn.shape[-1])

    def loss(self, generator, progress):
        clean, figures = super().loss(generator, progress)
        z, shown = self._drawn_parts(generator)
        made = self.vae.decode(z).sample.float()[..., 8 * MARGIN:-8 * MARGIN, 8 * MARGIN:-8 * MARGIN]
        colours = (F.avg_pool2d(made, POOL) - shown).abs().mean()
        learned = self.critic.learn(self._artwork(len(made), made.shape[-1], generator), made)
        disbelief = self.critic.disbelief(made)
        loss = clean + colours + self.arguments.disbelief * pull(colours, made) / pull(disbelief, made) * disbelief + learned
        return loss, {**figures, "colours": float(colours.detach()), "critic": float(learned.detach()), "disbelief": float(disbelief.detach())}

    def _drawn_parts(self, generator):
        """Parts of drawn latents, and what their insides look like from farther off."""
        n = max(1, self.arguments.batch * self.arguments.crop ** 2 // (8 * self.side) ** 2)
        each, k = 8 // POOL, self.side
        inside = slice(each * MARGIN, each * (k - MARGIN))
        parts = list(autoencoder.places(self.drawn, n, k, generator))
        z = torch.stack([self.drawn[i, :, y:y + k, x:x + k] for i, y, x in parts])
        shown = torch.stack([self.shown[i, :, each * y:each * (y + k), each * x:each * (x + k)][:, inside, inside] for i, y, x in parts])
        return z.to(DEVICE).float().contiguous(memory_format=torch.channels_last), shown.to(DEVICE).float()

    def _artwork(self, n, side, generator):
        parts = autoencoder.places(self.artwork, n, side, generator)
        return autoencoder.normal(torch.stack([self.artwork[i, :, y:y + side, x:x + side] for i, y, x in parts]))

    def sample(self, folder):
        """Drawn latents, as the decoder now shows them."""
        figures = super().sample(folder)
        shown = decode(self.vae, self.drawn[::max(1, len(self.drawn) // 16)][:16].to(DEVICE).float())
        Image.fromarray(montage(list(shown), 8)).save(folder / "drawn.png")
        return figures
