"""What base, style and adapter trainings share: noisy latents with the sketch bridge, and the weighted error.

Sketch bridge: for a part of the rows that have a sketch and t >= 200 the noisy latent is made on the way to the sketch,
x_t = a (z + l (z_sketch - z)) + s e with l in (0, 1], and the answer stays the clean picture: (x_t - a z) / s. The network
remains an ordinary epsilon model, and img2img from a coarse drawing becomes a thing it has seen.

At the last timestep x is noise alone, as it is where drawing begins: scaled linear betas leave 7% of the picture in it, enough to
tell its colours by, and a model that has always seen them draws grey without (Lin et al., 2024, of that flaw).
"""

from dataclasses import dataclass

import torch

from .schedule import LAST, TRAIN_STEPS, at, four

BRIDGE_FROM = 200
SNR_CAP = 5
TIMES_MEAN, TIMES_DEVIATION = 0.0, 1.0
"""Of a middle timestep's logit: 8% of the rows lie below 200, 8% above 800."""
EVEN, LAST_SHARE = 0.25, 0.03
"""Share of rows at any timestep alike, and at the last one, where pictures from words begin."""
LAST_WEIGHT = 50
"""Of rows at the last timestep: there even a clean latent quite wrong is little error in the noise."""
EMPTY = 0.1
"""Share of captions left out, for classifier-free guidance."""


@dataclass
class Noisy:
    x: torch.Tensor
    t: torch.Tensor
    target: torch.Tensor
    bridged: torch.Tensor


def spread_times(n, generator):
    """Timesteps in random order, the middle ones oftener, where a picture takes its shape: logit-normal (Esser et al., 2024), spread evenly."""
    middle = torch.sigmoid(TIMES_MEAN + TIMES_DEVIATION * torch.special.ndtri(_spread(n, generator)))
    return _times(torch.where(_some(n, EVEN, generator), _spread(n, generator), middle), generator)


def even_times(n, generator):
    """Timesteps in random order, all as often, spread evenly; the last oftener."""
    return _times(_spread(n, generator), generator)


def _spread(n, generator):
    """Numbers in 0..1 in random order, one in each n-th."""
    device = generator.device
    share = (torch.arange(n, device=device) + torch.rand(n, generator=generator, device=device)) / n
    return share[torch.randperm(n, generator=generator, device=device)]


def _some(n, share, generator):
    return torch.rand(n, generator=generator, device=generator.device) < share


def _times(share, generator):
    t = (share * TRAIN_STEPS).long().clamp(max=LAST)
    return torch.where(_some(len(t), LAST_SHARE, generator), torch.full_like(t, LAST), t)


def noisy(batch, t, bridge, generator):
    """Noise on the way from picture (or sketch) to `t`, and what the network should call it."""
    n, device = len(t), t.device
    draw = lambda: torch.rand(n, generator=generator, device=device)
    bridged = batch.has_sketch & (draw() < bridge) & (t >= BRIDGE_FROM)
    way = torch.where(bridged, (draw() * 1.6).clamp(max=1.0), torch.zeros(n, device=device))
    noise = torch.randn(batch.z.shape, generator=generator, device=device)
    a, s = at(t)
    x = torch.where(four(t == LAST), noise, a * (batch.z + four(way) * (batch.sketch - batch.z)) + s * noise)
    return Noisy(x, t, (x - a * batch.z) / s, bridged)


def weighted_error(predicted, noised, cap=SNR_CAP):
    """(loss, mean squared error a row); min-SNR weighting (Hang et al., 2023) for an epsilon model: min(snr, cap) / snr."""
    error = (predicted.float() - noised.target).pow(2).mean((1, 2, 3))
    a, s = at(noised.t)
    snr = (a / s).flatten() ** 2
    weight = torch.where(noised.t == LAST, LAST_WEIGHT, snr.clamp(max=cap) / snr)
    return (error * weight).mean(), error.detach()


def report(error, bridged):
    """Errors of ordinary and bridged rows apart, as tensors: to look at them here would have a GPU wait. None of a kind is nan."""
    mean = lambda rows: (error * rows).sum() / rows.sum()
    return {"error": error.mean(), "clean": mean(~bridged), "bridged": mean(bridged)}


def empty_ids(prompts, device):
    return torch.tensor(prompts.ids(""), device=device)


def drop_captions(ids, prompts, generator, unknown=0.01):
    """Leaves out whole captions, and now and then a token, so that unknown words are nothing new."""
    device = ids.device
    lost = torch.rand(ids.shape, generator=generator, device=device) < unknown
    ids = torch.where(lost & (ids < prompts.bos), torch.full_like(ids, prompts.unknown), ids)
    dropped = torch.rand(len(ids), generator=generator, device=device) < EMPTY
    return torch.where(dropped[:, None], empty_ids(prompts, device)[None], ids)
