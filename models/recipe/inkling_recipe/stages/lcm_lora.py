"""Distils the LCM-LoRA from the base: latent consistency distillation (Luo et al., 2023) into low-rank weights.

A frozen base with classifier-free guidance w does one DDIM step of 20 timesteps; the student must predict the same clean latent
before the step (with LoRA) and after it (without gradient). Huber loss. The guidance is distilled into the LoRA.
"""

import torch

from ..diffusion_task import empty_ids, noisy, spread_times
from ..lora_task import LoraTask, add_lora_arguments
from ..schedule import LCM_GRID, TRAIN_STEPS, at, four
from ..trainer import DEVICE, add_options, autocast, options_of, train
from ..walk import clean_of, huber

INTERVAL = TRAIN_STEPS // LCM_GRID


def add_arguments(parser):
    parser.add_argument("--latents", nargs="+", default=["work/latents-0.npz"])
    add_lora_arguments(parser, batch=20, rank=24, bridge=0.6)
    parser.add_argument("--guidance", type=float, nargs=2, default=(2.5, 4.5), help="w is drawn from this range, Imagen's form")
    parser.add_argument("--huber", type=float, default=0.001)
    add_options(parser, out="work/lcm", minutes=20, lr=7e-4, flat=0.5)


def run(arguments):
    return train(ConsistencyTask, arguments, options_of(arguments))


class ConsistencyTask(LoraTask):
    ema = 0.98

    def __init__(self, arguments):
        super().__init__(arguments)
        with torch.no_grad():
            self.empty = self.base.text_encoder(empty_ids(self.base.prompts, DEVICE)[None]).last_hidden_state

    def loss(self, generator, progress):
        n, device = self.arguments.batch, DEVICE
        batch = self.latents.batch(n, generator)
        grid = spread_times(n, generator) // INTERVAL + 1
        t = grid * INTERVAL - 1
        noised = noisy(batch, t, self.arguments.bridge, generator)
        with torch.no_grad(), autocast():
            words = self.base.text_encoder(batch.ids).last_hidden_state
        low, high = self.arguments.guidance
        w = four(low + (high - low) * torch.rand(n, generator=generator, device=device))
        target = self._target(noised.x, t, grid, words, w)
        with autocast():
            said = self.base.unet(noised.x, t, words).sample.float()
        distance = clean_of(noised.x, said, t) - target
        return huber(distance, self.arguments.huber), {"distance": distance.detach().abs().mean()}

    @torch.no_grad()
    def _target(self, x, t, grid, words, w):
        """The student's clean latent after one guided DDIM step of the base; at the end of the grid, the step's own."""
        before = (t - INTERVAL).clamp(min=0)
        self.adapters.on = False
        with autocast():
            both = self.base.unet(torch.cat([x, x]), torch.cat([t, t]), torch.cat([self.empty.expand_as(words), words])).sample.float()
        self.adapters.on = True
        without, with_words = both.chunk(2)
        clean = clean_of(x, without + w * (with_words - without), t).clamp(-4, 4)
        (a, s), (a_before, s_before) = at(t), at(before)
        stepped = a_before * clean + s_before * (x - a * clean) / s
        with autocast():
            said = self.base.unet(stepped, before, words).sample.float()
        return torch.where(four(grid == 1), clean, clean_of(stepped, said, before))

    def save(self, folder):
        self.adapters.save(folder / "lcm.safetensors")
