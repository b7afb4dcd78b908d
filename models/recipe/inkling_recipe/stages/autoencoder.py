"""Trains the autoencoder or, with --decoder-only, only its decoder: latents are unchanged, pictures get sharper."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderTiny
from PIL import Image

from .. import nets
from ..cache import once
from ..measures import mean_of, psnr
from ..pack import Pack
from ..pictures import Painter
from ..sheets import montage
from ..sprites import paste
from ..trainer import DEVICE, Task, add_options, autocast, options_of, train


def add_arguments(parser):
    parser.add_argument("--pack", default="work/pack-256")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--pictures", type=int, default=4000)
    parser.add_argument("--crop", type=int, default=64, help="side of what is trained on at first; the last third sees twice that")
    parser.add_argument("--batch", type=int, default=32, help="crops a process")
    parser.add_argument("--init", default="", help="an autoencoder folder to begin from")
    parser.add_argument("--decoder-only", action="store_true")
    parser.add_argument("--decoder-blocks", type=int, nargs=4, help="with --decoder-only: another decoder, of so many residual blocks a stage, inmost first")
    parser.add_argument("--noise", type=float, default=0.12, help="on latents while decoding, so that nearby latents mean nearby pictures")
    parser.add_argument("--channels", type=int, default=nets.LATENT_CHANNELS)
    parser.add_argument("--width", type=int, default=32)
    add_options(parser, out="work/vae", minutes=30, lr=2e-3, flat=0.3)


def run(arguments):
    if arguments.decoder_only and not arguments.init:
        raise ValueError("--decoder-only without --init (expected: an autoencoder to begin from)")
    if arguments.decoder_blocks and not arguments.decoder_only:
        raise ValueError("--decoder-blocks without --decoder-only (expected: both, so that latents stay what they are)")
    prepare(arguments)
    return train(AutoencoderTask, arguments, options_of(arguments))


def prepare(arguments):
    once(Path(arguments.out) / "pictures.npz", lambda: draw(arguments))


def draw(arguments):
    """Pictures, some of them sketches, and held-out drawings."""
    pack = Pack(arguments.pack)
    painter = Painter(pack, arguments.size, seed=11)
    pictures = np.empty((arguments.pictures, arguments.size, arguments.size, 3), np.uint8)
    for k in range(arguments.pictures):
        pictures[k], _ = painter.sample(0.5)
        if is_sketch(k):
            pictures[k] = painter.sketch(pictures[k])
    _, held, unseen = pack.split()
    rows = (held + unseen)[:: max(1, len(held + unseen) // 64)][:64]
    return {"pictures": pictures, "held": np.stack([on_white(pack.sprite(i), arguments.size) for i in rows])}


def is_sketch(k):
    """Whether training picture `k` is a sketch: every fifth is."""
    return k % 5 == 4


def on_white(rgba, size):
    canvas = Image.new("RGB", (size, size), "white")
    margin = round(size * 0.03)
    paste(canvas, rgba, size - 2 * margin, margin, margin)
    return np.asarray(canvas)


def places(pictures, n, side, generator):
    """(number, top, left) of `n` squares at random in pictures (count, channels, h, h)."""
    room = pictures.shape[-1] - side + 1
    draw = lambda high: torch.randint(high, (n,), generator=generator, device=DEVICE).tolist()
    return zip(draw(len(pictures)), draw(room), draw(room))


def normal(pictures):
    return pictures.to(DEVICE).float().div(127.5).sub(1)


class AutoencoderTask(Task):
    """L1 + L2 + gradients + pooled + colour differences; plus a weak penalty that keeps the latents at unit variance, so that the scaling factor is 1."""

    beta2, weight_decay, ema = 0.99, 1e-4, 0.998

    def __init__(self, arguments):
        self.arguments = arguments
        torch.manual_seed(0)
        vae = AutoencoderTiny.from_pretrained(arguments.init).float() if arguments.init else nets.autoencoder(arguments.width, arguments.channels)
        if arguments.decoder_blocks:
            vae = nets.with_decoder(vae, arguments.decoder_blocks)
        self.vae = vae.to(DEVICE).train()
        self.vae.encoder.requires_grad_(not arguments.decoder_only)
        self.modules = (self.vae,)
        data = np.load(Path(arguments.out) / "pictures.npz")
        self.pictures, self.held = (torch.from_numpy(data[k]).permute(0, 3, 1, 2) for k in ("pictures", "held"))

    def loss(self, generator, progress):
        x = self._crops(generator, large=progress > 2 / 3)
        with autocast(), torch.set_grad_enabled(not self.arguments.decoder_only):
            z = self.vae.encode(x).latents.float()
        noise = self.arguments.noise * torch.randn(z.shape, generator=generator, device=DEVICE)
        with autocast():
            y = self.vae.decode(z + noise).sample.float()
        loss = picture_loss(y, x)
        if not self.arguments.decoder_only:
            loss = loss + latent_loss(z)
        return loss, {"psnr": float(10 * torch.log10(4 / (y - x).detach().pow(2).mean()))}

    def _crops(self, generator, large):
        side = min(self.arguments.crop * (2 if large else 1), self.pictures.shape[-1])
        n = max(1, self.arguments.batch // (4 if large else 1))
        crops = [self.pictures[k, :, y:y + side, x:x + side] for k, y, x in places(self.pictures, n, side, generator)]
        mirrored = torch.randint(2, (n,), generator=generator, device=DEVICE).tolist()
        crops = torch.stack([crop.flip(-1) if mirror else crop for crop, mirror in zip(crops, mirrored)])
        return normal(crops.contiguous(memory_format=torch.channels_last))

    def save(self, folder):
        self.vae.save_pretrained(folder / "vae")

    def sample(self, folder):
        back = []
        for k in range(0, len(self.held), 8):
            with autocast():
                y = self.vae.decode(self.vae.encode(normal(self.held[k:k + 8])).latents).sample.float()
            back.append(((y.clamp(-1, 1) + 1) * 127.5).round().byte().cpu())
        real, back = (t.permute(0, 2, 3, 1).numpy() for t in (self.held, torch.cat(back)))
        pairs = [picture for pair in zip(real[:16], back[:16]) for picture in pair]
        Image.fromarray(montage(pairs, 8)).save(folder / "samples.png")
        return {"held-out psnr": mean_of(psnr, real, back)}


def picture_loss(y, x):
    d = y - x
    across, down = (d[..., 1:] - d[..., :-1]).abs().mean(), (d[..., 1:, :] - d[..., :-1, :]).abs().mean()
    chroma = torch.stack([d[:, 0] - d[:, 1], d[:, 2] - d[:, 1]], 1)
    pooled = F.avg_pool2d(d, 4).abs().mean() + F.avg_pool2d(chroma, 2).abs().mean() + F.avg_pool2d(d, 16).abs().mean()
    return d.abs().mean() + d.pow(2).mean() + 0.5 * (across + down) + 0.5 * pooled


def latent_loss(z):
    mean, variance = z.mean((0, 2, 3)), z.var((0, 2, 3))
    return 0.05 * (mean.pow(2).mean() + (variance - 1).pow(2).mean()) + 0.002 * F.relu(z.abs() - 3).pow(2).mean()
