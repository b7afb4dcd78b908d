"""The noise schedule (scaled linear, 1000 steps) and two samplers: DDIM and LCM.

x_t = a_t x_0 + s_t e, with a_t^2 = prod(1 - beta), s_t^2 = 1 - a_t^2; a network predicts e.
"""

from functools import lru_cache

import torch

TRAIN_STEPS = 1000
BETAS = torch.linspace(0.00085 ** 0.5, 0.012 ** 0.5, TRAIN_STEPS, dtype=torch.float64) ** 2
ALPHAS_CUMPROD = torch.cumprod(1 - BETAS, 0)
A, S = ALPHAS_CUMPROD.sqrt().float(), (1 - ALPHAS_CUMPROD).sqrt().float()
LAST = TRAIN_STEPS - 1
"""The timestep at which text to image starts."""
LCM_GRID = 50
"""Timesteps that a consistency model is distilled on: 19, 39, ... 999."""


@lru_cache
def terms(device):
    """a and s of every timestep, on a device."""
    return A.to(device), S.to(device)


def four(values):
    """(n,) to (n, 1, 1, 1), to broadcast with latents."""
    return values[:, None, None, None]


def at(t):
    """a and s at timesteps `t` (n,), each (n, 1, 1, 1)."""
    return tuple(four(term[t]) for term in terms(t.device))


def noise_like(latent, seeds):
    """Standard normal noise; each picture has its own seed."""
    return torch.stack([torch.randn(latent.shape[1:], generator=torch.Generator().manual_seed(s)) for s in seeds]).to(latent.device)


def start(z0, strength, t, noise):
    """The starting latent: pure noise at strength 1, else `z0` with noise."""
    return A[t] * z0 + S[t] * noise if strength < 1 else noise


def ddim_times(steps, strength):
    """Trailing timesteps from `strength` down; always `steps` network calls."""
    return [round(TRAIN_STEPS * strength * (1 - i / steps)) - 1 for i in range(steps)]


def lcm_times(steps, strength):
    """As in diffusers' LCMScheduler: evenly spaced on the part of the grid below `strength`."""
    grid = [TRAIN_STEPS // LCM_GRID * k - 1 for k in range(1, int(LCM_GRID * strength) + 1)][::-1]
    return [grid[(i * len(grid)) // steps] for i in range(steps)]


def ddim(predict, z0, strength, steps, seeds):
    """Deterministic sampling (Song et al., "Denoising diffusion implicit models"). `predict(x, t)` returns the noise in x."""
    times = ddim_times(steps, strength)
    x = start(z0, strength, times[0], noise_like(z0, seeds))
    for i, t in enumerate(times):
        clean = ((x - S[t] * predict(x, t)) / A[t]).clamp(-4, 4)
        if i + 1 == steps:
            return clean
        noise = (x - A[t] * clean) / S[t]
        x = A[times[i + 1]] * clean + S[times[i + 1]] * noise


def lcm(predict, z0, strength, steps, seeds, eta=1.0):
    """Multistep consistency sampling (Luo et al., "Latent consistency models"): jump to clean, add noise, again.

    With eta = 1 the noise is fresh, as in the paper; with eta = 0 it is the noise that the network predicted, which preserves
    more of the picture (sigma = eta s of the next timestep in equation 12 of Song et al., "Denoising diffusion implicit models").
    """
    times = lcm_times(steps, strength)
    x = start(z0, strength, times[0], noise_like(z0, seeds))
    for i, t in enumerate(times):
        clean = (x - S[t] * predict(x, t)) / A[t]
        if i + 1 == steps:
            return clean
        found, fresh = (x - A[t] * clean) / S[t], noise_like(z0, [seed + 7919 * (i + 1) for seed in seeds])
        x = A[times[i + 1]] * clean + S[times[i + 1]] * ((1 - eta ** 2) ** 0.5 * found + eta * fresh)
