"""Runs an exported Inkling folder in plain torch; the reference for scores and sheets."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderTiny, ControlNetModel, UNet2DConditionModel
from transformers import CLIPTextModel

from . import lora, schedule
from .follow import ADAPTER, noise_of, unit
from .prompts import Prompts
from .trainer import DEVICE, autocast


class Inkling:
    """The networks of one model, and any of its folder's LoRAs added to the UNet."""

    def __init__(self, unet, text_encoder, vae, prompts, folder=None, eta=1.0, adapter=None):
        self.unet, self.text_encoder, self.vae, self.prompts, self.folder, self.eta, self.adapter = unet, text_encoder, vae, prompts, folder, eta, adapter
        self.size = unet.config.sample_size * 8
        self._plain = None

    @classmethod
    def load(cls, folder):
        """An exported folder's networks, frozen, in float32."""
        folder = Path(folder)
        if not (folder / "unet" / "config.json").exists():
            raise FileNotFoundError(f"{folder / 'unet' / 'config.json'} (expected: a model in diffusers' layout)")
        unet, text_encoder = UNet2DConditionModel.from_pretrained(folder / "unet"), CLIPTextModel.from_pretrained(folder / "text_encoder")
        return cls(*map(frozen, (unet, text_encoder)), load_autoencoder(folder / "vae"), Prompts(folder), folder, eta_of(folder), load_adapter(folder))

    def use(self, *loras):
        """Merges LoRA files, given as (path, scale); without any, restores the base."""
        if self._plain is None:
            self._plain = {name: p.detach().clone() for name, p in self.unet.named_parameters()}
        with torch.no_grad():
            for name, p in self.unet.named_parameters():
                p.copy_(self._plain[name])
        for path, scale in loras:
            lora.merge(self.unet, path, scale)
        return self

    @property
    def usual_follow(self):
        """The sketch adapter's default scale; 0 for a model without one."""
        return 1.0 if self.adapter else 0.0

    def lora(self, name):
        return self.folder / "lora" / f"{name}.safetensors"

    @torch.no_grad()
    def embed(self, texts):
        return self.text_encoder(self.prompts.batch(texts).to(DEVICE)).last_hidden_state

    def encode(self, pictures):
        return encode(self.vae, pictures)

    def decode(self, latents):
        return decode(self.vae, latents)

    @torch.no_grad()
    def draw(self, texts, sketches=None, strength=1.0, steps=25, sampler="ddim", guidance=3.0, seeds=None, eta=None, follow=0.0, batch=32):
        """Pictures (n, size, size, 3) uint8; each from its own seed (0, 1, ... when none are given).

        `sampler` is "ddim" or "lcm"; `eta` is the latter's share of fresh noise, the model's own when none is given. With
        guidance 1 there is one network call per step. Without sketches it starts from pure noise. `follow` is the scale of the
        sketch adapter, whose input is the sketches.
        """
        seeds = list(range(len(texts))) if seeds is None else seeds
        drawn = []
        for k in range(0, len(texts), batch):
            part = slice(k, k + batch)
            words = self.embed(texts[part])
            empty = self.embed([""]).expand_as(words)
            if sketches is None:
                side = self.unet.config.sample_size
                latent = torch.zeros(len(words), self.unet.config.in_channels, side, side, device=DEVICE)
            else:
                latent = self.encode(sketches[part])
            sample = {"ddim": schedule.ddim, "lcm": partial(schedule.lcm, eta=self.eta if eta is None else eta)}[sampler]
            seen = unit(sketches[part]) if follow else None
            clean = sample(lambda x, t: self.predict(x, t, words, empty, guidance, seen, follow), latent, 1.0 if sketches is None else strength, steps, seeds[part])
            drawn.append(self.decode(clean))
        return np.concatenate(drawn)

    def predict(self, x, t, words, empty, guidance, drawings=None, follow=0.0):
        """The noise prediction for x with classifier-free guidance in Imagen's form: e0 + g (e - e0)."""
        if guidance == 1:
            return self._noise(x, t, words, drawings, follow)
        both = self._noise(torch.cat([x, x]), t, torch.cat([empty, words]), torch.cat([drawings, drawings]) if follow else None, follow)
        without, with_words = both.chunk(2)
        return without + guidance * (with_words - without)

    def _noise(self, x, t, words, drawings, follow):
        t = torch.full((len(x),), t, device=x.device)
        with autocast():
            return (noise_of(self.unet, self.adapter, x, t, words, drawings, follow) if follow else self.unet(x, t, words).sample).float()


def frozen(network):
    return network.float().to(DEVICE).eval().requires_grad_(False)


def load_autoencoder(folder):
    return frozen(AutoencoderTiny.from_pretrained(folder))


def load_adapter(folder):
    """A model's sketch adapter, or None."""
    return frozen(ControlNetModel.from_pretrained(folder / ADAPTER)) if (folder / ADAPTER).exists() else None


@torch.no_grad()
def encode(vae, pictures):
    """(n, size, size, 3) uint8, array or tensor, to latents (n, channels, size / 8, size / 8)."""
    x = (pictures if torch.is_tensor(pictures) else torch.as_tensor(np.asarray(pictures))).permute(0, 3, 1, 2).to(DEVICE).float().div(127.5).sub(1)
    with autocast():
        return vae.encode(x).latents.float() * vae.config.scaling_factor


@torch.no_grad()
def decode(vae, latents):
    """Latents to pictures, uint8."""
    return decoded(vae, latents).permute(0, 2, 3, 1).cpu().numpy()


@torch.no_grad()
def decoded(vae, latents):
    """Latents (n, channels, h, w) to pictures (n, 3, 8 h, 8 w), uint8, on the network's device."""
    with autocast():
        y = vae.decode(latents / vae.config.scaling_factor).sample
    return ((y.float().clamp(-1, 1) + 1) * 127.5).round().byte()


def sizes(folder):
    """{file: bytes} of a model folder's weights."""
    return {str(f.relative_to(folder)): f.stat().st_size for f in sorted(Path(folder).rglob("*.safetensors"))}


def eta_of(folder):
    """Share of fresh noise between steps in a model folder's configuration; default 1, as in diffusers."""
    return json.load(open(folder / "scheduler" / "scheduler_config.json")).get("eta", 1.0)
