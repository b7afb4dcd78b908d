"""Trains UNet and text encoder together on latents: epsilon prediction, min-SNR-5, sketch bridge, 10% empty captions."""

import numpy as np
import torch
from PIL import Image

from .. import nets
from ..demo import demos, draw
from ..diffusion_task import drop_captions, noisy, report, spread_times, weighted_error
from ..latents import Latents
from ..model import Inkling, load_autoencoder
from ..prompts import Prompts
from ..sheets import montage
from ..trainer import DEVICE, Task, add_options, autocast, options_of, train


def add_arguments(parser):
    parser.add_argument("--latents", nargs="+", default=["work/latents-0.npz"])
    parser.add_argument("--model", default="../inkling", help="folder with tokenizer/ and vae/")
    parser.add_argument("--warm", default="", help="a trained model folder to begin from; it may have fewer levels")
    parser.add_argument("--batch", type=int, default=16, help="a process")
    parser.add_argument("--bridge", type=float, default=0.5, help="share of sketch rows on the sketch bridge")
    parser.add_argument("--channels", default=",".join(map(str, nets.CHANNELS)))
    parser.add_argument("--width", type=int, default=nets.WIDTH)
    parser.add_argument("--layers", type=int, default=4, help="of the text encoder")
    parser.add_argument("--ema", type=float, default=0.999)
    add_options(parser, out="work/base", minutes=60, lr=8e-4, flat=0.55)


def run(arguments):
    return train(BaseTask, arguments, options_of(arguments))


class BaseTask(Task):
    weight_decay = 0.01

    def __init__(self, arguments):
        self.arguments, self.ema = arguments, arguments.ema
        self.latents, self.prompts = Latents(arguments.latents, DEVICE), Prompts(arguments.model)
        channels, height, _ = self.latents.shape
        torch.manual_seed(1)
        self.unet = nets.unet(8 * height, tuple(map(int, arguments.channels.split(","))), channels, arguments.width)
        self.text_encoder = nets.text_encoder(f"{arguments.model}/tokenizer/remap.json", arguments.width, arguments.layers)
        if arguments.warm:
            nets.warm_start(self.unet, arguments.warm)
            self.text_encoder.load_state_dict(type(self.text_encoder).from_pretrained(f"{arguments.warm}/text_encoder").float().state_dict())
        nets.quicken(self.unet.to(DEVICE).train())
        self.text_encoder.to(DEVICE).train()
        self.modules, self.noise = (self.unet, self.text_encoder), nets.compiled(self.unet)

    def loss(self, generator, progress):
        batch = self.latents.batch(self.arguments.batch, generator)
        noised = noisy(batch, spread_times(len(batch.z), generator), self.arguments.bridge, generator)
        with autocast():
            words = self.text_encoder(drop_captions(batch.ids, self.prompts, generator)).last_hidden_state
            predicted = self.noise(noised.x, noised.t, words, return_dict=False)[0]
        loss, error = weighted_error(predicted, noised)
        return loss, report(error, noised.bridged)

    def save(self, folder):
        nets.save_half(self.unet, folder / "unet")
        nets.save_half(self.text_encoder, folder / "text_encoder")

    def sample(self, folder):
        """The first twelve demo prompts: text to image, the drawings, and img2img from them at strength 0.6."""
        model = Inkling(self.unet, self.text_encoder, load_autoencoder(f"{self.arguments.model}/vae"), self.prompts)
        texts = [demo["prompt"] for demo in demos()[:12]]
        drawings = np.stack([draw(demo, model.size) for demo in demos()[:12]])
        rows = [model.draw(texts, steps=12), drawings, model.draw(texts, drawings, 0.6, 12)]
        Image.fromarray(montage([picture for row in rows for picture in row], 12)).save(folder / "samples.png")
        return {}
