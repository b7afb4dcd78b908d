"""What base, style and adapter trainings share: noisy latents with the sketch bridge, and the weighted error.

Sketch bridge: for a part of the rows that have a sketch and t >= 200 the noisy latent is made on the way to the sketch,
x_t = a (z + l (z_sketch - z)) + s e with l in (0, 1], and the answer stays the clean picture: (x_t - a z) / s. The network
remains an ordinary epsilon model, and img2img from a coarse drawing becomes a thing it has seen.
"""

from dataclasses import dataclass

import torch

from .schedule import A, S, TRAIN_STEPS

BRIDGE_FROM = 200
SNR_CAP = 5
TIMES_MEAN, TIMES_DEVIATION = 0.0, 1.0
"""Of a timestep's logit: 8% of the rows lie below 200, 8% above 800."""
EMPTY = 0.1
"""Share of captions left out, for classifier-free guidance."""


@dataclass
class Noisy:
    x: torch.Tensor
    t: torch.Tensor
    target: torch.Tensor
    bridged: torch.Tensor


def four(values):
    return values[:, None, None, None]


def spread_times(n, generator):
    """Timesteps in random order, the middle ones oftener, where a picture takes its shape: logit-normal (Esser et al., 2024), spread evenly."""
    return _times(torch.sigmoid(TIMES_MEAN + TIMES_DEVIATION * torch.special.ndtri(_spread(n, generator))))


def even_times(n, generator):
    """Timesteps in random order, all as often, spread evenly."""
    return _times(_spread(n, generator))


def _spread(n, generator):
    """Numbers in 0..1 in random order, one in each n-th."""
    device = generator.device
    share = (torch.arange(n, device=device) + torch.rand(n, generator=generator, device=device)) / n
    return share[torch.randperm(n, generator=generator, device=device)]


def _times(share):
    return (share * TRAIN_STEPS).long().clamp(max=TRAIN_STEPS - 1)


def noisy(batch, t, bridge, generator):
    """Noise on the way from picture (or sketch) to `t`, and what the network should call it."""
    n, device = len(t), t.device
    draw = lambda: torch.rand(n, generator=generator, device=device)
    bridged = batch.has_sketch & (draw() < bridge) & (t >= BRIDGE_FROM)
    way = torch.where(bridged, (draw() * 1.6).clamp(max=1.0), torch.zeros(n, device=device))
    noise = torch.randn(batch.z.shape, generator=generator, device=device)
    a, s = four(A.to(device)[t]), four(S.to(device)[t])
    x = a * (batch.z + four(way) * (batch.sketch - batch.z)) + s * noise
    return Noisy(x, t, (x - a * batch.z) / s, bridged)


def weighted_error(predicted, noised, cap=SNR_CAP):
    """(loss, mean squared error a row); min-SNR weighting (Hang et al., 2023) for an epsilon model: min(snr, cap) / snr."""
    error = (predicted.float() - noised.target).pow(2).mean((1, 2, 3))
    a, s = A.to(noised.t.device)[noised.t], S.to(noised.t.device)[noised.t]
    snr = (a / s) ** 2
    return (error * snr.clamp(max=cap) / snr).mean(), error.detach()


def report(error, bridged):
    """Errors of ordinary and bridged rows apart."""
    figures = {"error": float(error.mean())}
    if (~bridged).any():
        figures["clean"] = float(error[~bridged].mean())
    if bridged.any():
        figures["bridged"] = float(error[bridged].mean())
    return figures


def empty_ids(prompts, device):
    return torch.tensor(prompts.ids(""), device=device)


def drop_captions(ids, prompts, generator, unknown=0.01):
    """Leaves out whole captions, and now and then a token, so that unknown words are nothing new."""
    device = ids.device
    lost = torch.rand(ids.shape, generator=generator, device=device) < unknown
    ids = torch.where(lost & (ids < prompts.bos), torch.full_like(ids, prompts.unknown), ids)
    dropped = torch.rand(len(ids), generator=generator, device=device) < EMPTY
    return torch.where(dropped[:, None], empty_ids(prompts, device)[None], ids)
