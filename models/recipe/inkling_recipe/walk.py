"""The few steps from a drawing to its picture, as a sampler takes them: where a training may stand on that way, and what is to be said there."""

from dataclasses import dataclass

import torch

from .diffusion_task import spread_times
from .schedule import LCM_GRID, TRAIN_STEPS, at, lcm_times, start

STRENGTHS, STRENGTH_SHARES = (0.6, 0.4, 0.5, 0.7, 0.8, 0.9, 1.0), (0.5, 0.08, 0.1, 0.1, 0.1, 0.06, 0.06)
STEPS, STEP_SHARES = (1, 2, 4), (0.15, 0.4, 0.45)


@dataclass
class Place:
    """Somewhere on the way: begun at `strength`, about to take the last of `times`."""

    strength: float
    times: list


def place(generator):
    """A place as people come by: mostly at strength 0.6, any of 1 to 4 steps, the earlier ones oftener: most is decided there, and they cost least."""
    strength, steps = STRENGTHS[_one_of(STRENGTH_SHARES, generator)], STEPS[_one_of(STEP_SHARES, generator)]
    times = lcm_times(steps, strength)
    taken = int(torch.randint(steps, (2,), generator=generator, device=generator.device).min())
    return Place(strength, times[:taken + 1])


def spread_grid(n, generator):
    """Timesteps that few steps may stand at, the middle ones oftener."""
    every = TRAIN_STEPS // LCM_GRID
    return (spread_times(n, generator) // every + 1) * every - 1


def _one_of(shares, generator):
    return int(torch.multinomial(torch.tensor(shares, device=generator.device), 1, generator=generator))


@torch.no_grad()
def walked(predict, sketch, there, generator):
    """(x, t): what lies there before the last step, no noise added on the way; `predict(x, t)` is the noise in x, of the network as it is now."""
    noise = torch.randn(sketch.shape, generator=generator, device=sketch.device)
    x = start(sketch, there.strength, there.times[0], noise)
    for now, then in zip(there.times, there.times[1:]):
        t, later = (torch.full((len(x),), time, device=x.device) for time in (now, then))
        found = predict(x, t)
        a, s = at(later)
        x = a * clean_of(x, found, t) + s * found
    return x, torch.full((len(x),), there.times[-1], device=x.device)


def clean_of(x, noise, t):
    """x_0 = (x_t - s e) / a."""
    a, s = at(t)
    return (x - s * noise) / a


def huber(distance, width):
    """Mean of the pseudo-Huber distance: nearly the absolute value, round within `width`."""
    return ((distance.pow(2) + width ** 2).sqrt() - width).mean()
