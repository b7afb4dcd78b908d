"""Shared by base, style and adapter trainings: noisy latents with the sketch bridge, and the weighted error.

Sketch bridge: for some of the rows that have a sketch and t >= 200, the noisy latent is made from a point between picture and
sketch, x_t = a (z + l (z_sketch - z)) + s e with l in (0, 1], while the target stays the clean picture: (x_t - a z) / s. The
network remains an ordinary epsilon model, and has then been trained on img2img from a coarse drawing.

At the last timestep x is pure noise, as at the start of sampling. Scaled linear betas would leave 7% of the picture in it, enough
to recognise its colours; a model that always sees them draws grey pictures from pure noise (Lin et al., 2024, describe this
flaw).
"""

from dataclasses import dataclass

import torch

from .schedule import LAST, TRAIN_STEPS, at, four

BRIDGE_FROM = 200
SNR_CAP = 5
TIMES_MEAN, TIMES_DEVIATION = 0.0, 1.0
"""Standard deviation of the timestep's logit: 8% of the rows are below 200, 8% above 800."""
EVEN, LAST_SHARE = 0.25, 0.03
"""Share of rows with uniformly distributed timesteps, and share at the last one, where text to image starts."""
LAST_WEIGHT = 50
"""Loss weight of rows at the last timestep: there, even a very wrong clean latent is a small error in the noise."""
EMPTY = 0.1
"""Share of captions that are dropped, for classifier-free guidance."""


@dataclass
class Noisy:
    x: torch.Tensor
    t: torch.Tensor
    target: torch.Tensor
    bridged: torch.Tensor


def spread_times(n, generator):
    """Timesteps in random order, logit-normal (Esser et al., 2024): more often in the middle, where a picture gets its shape. Stratified."""
    middle = torch.sigmoid(TIMES_MEAN + TIMES_DEVIATION * torch.special.ndtri(_spread(n, generator)))
    return _times(torch.where(_some(n, EVEN, generator), _spread(n, generator), middle), generator)


def even_times(n, generator):
    """Timesteps in random order, uniform and stratified; the last one more often."""
    return _times(_spread(n, generator), generator)


def _spread(n, generator):
    """Stratified random numbers: one in each n-th of 0..1, in random order."""
    device = generator.device
    share = (torch.arange(n, device=device) + torch.rand(n, generator=generator, device=device)) / n
    return share[torch.randperm(n, generator=generator, device=device)]


def _some(n, share, generator):
    return torch.rand(n, generator=generator, device=generator.device) < share


def _times(share, generator):
    t = (share * TRAIN_STEPS).long().clamp(max=LAST)
    return torch.where(_some(len(t), LAST_SHARE, generator), torch.full_like(t, LAST), t)


def noisy(batch, t, bridge, generator):
    """Noisy latents of pictures (or sketches) at `t`, and the network's target."""
    n, device = len(t), t.device
    draw = lambda: torch.rand(n, generator=generator, device=device)
    bridged = batch.has_sketch & (draw() < bridge) & (t >= BRIDGE_FROM)
    way = torch.where(bridged, (draw() * 1.6).clamp(max=1.0), torch.zeros(n, device=device))
    noise = torch.randn(batch.z.shape, generator=generator, device=device)
    a, s = at(t)
    x = torch.where(four(t == LAST), noise, a * (batch.z + four(way) * (batch.sketch - batch.z)) + s * noise)
    return Noisy(x, t, (x - a * batch.z) / s, bridged)


def weighted_error(predicted, noised, cap=SNR_CAP):
    """(loss, mean squared error per row); min-SNR weighting (Hang et al., 2023) for an epsilon model: min(snr, cap) / snr."""
    error = (predicted.float() - noised.target).pow(2).mean((1, 2, 3))
    a, s = at(noised.t)
    snr = (a / s).flatten() ** 2
    weight = torch.where(noised.t == LAST, LAST_WEIGHT, snr.clamp(max=cap) / snr)
    return (error * weight).mean(), error.detach()


def report(error, bridged):
    """Errors of ordinary and of bridged rows, as tensors, because reading them here would synchronise with the GPU. nan if there are no rows of a kind."""
    mean = lambda rows: (error * rows).sum() / rows.sum()
    return {"error": error.mean(), "clean": mean(~bridged), "bridged": mean(bridged)}


def empty_ids(prompts, device):
    return torch.tensor(prompts.ids(""), device=device)


def drop_captions(ids, prompts, generator, unknown=0.01):
    """Drops whole captions, and sometimes single tokens, so that the model gets used to unknown words."""
    device = ids.device
    lost = torch.rand(ids.shape, generator=generator, device=device) < unknown
    ids = torch.where(lost & (ids < prompts.bos), torch.full_like(ids, prompts.unknown), ids)
    dropped = torch.rand(len(ids), generator=generator, device=device) < EMPTY
    return torch.where(dropped[:, None], empty_ids(prompts, device)[None], ids)
