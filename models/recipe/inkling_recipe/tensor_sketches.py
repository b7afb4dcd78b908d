"""Sketches of flat drawings by tensor operations, many at once: few colours in rounded shapes, a shaky hand, slightly wrong colours."""

import torch
from torch.nn import functional

from .sketches import GRID

COARSE, SHAKY, WRONG, SOFT = 0.5, 0.7, 0.6, 0.3
"""Shares of the sketches that are so."""
COLOURS = 12
"""Picked from a drawing at random places, so that large areas have one and small ones may lose theirs."""


def sketched(drawings, wobbles, exact, generator):
    """Drawings (n, 3, size, size), 0 to 1, as somebody paints them; a share `exact` stays as it is. `wobbles` (m, size * size) are sketches.wobble's."""
    n = len(drawings)
    chosen = lambda share: (torch.rand(n, generator=generator, device=drawings.device) < share)[:, None, None, None]
    drawn = torch.where(chosen(COARSE), coarse(drawings, generator), drawings)
    drawn = torch.where(chosen(SHAKY), shaken(drawn, wobbles, generator), drawn)
    drawn = torch.where(chosen(WRONG), wrong(drawn, generator), drawn)
    drawn = torch.where(chosen(SOFT), softened(drawn), drawn)
    return torch.where(chosen(exact), drawings, drawn)


def coarse(drawings, generator):
    """Every cell of a grid takes the nearest of a few of the drawing's own colours."""
    n, _, size, _ = drawings.shape
    cells = functional.interpolate(drawings, (GRID, GRID), mode="area")
    spread = functional.avg_pool2d(cells, 5, 1, 2, count_include_pad=False).flatten(2).transpose(1, 2)
    picked = torch.randint(GRID * GRID, (n, COLOURS, 1), generator=generator, device=drawings.device).expand(-1, -1, 3)
    palette = cells.flatten(2).transpose(1, 2).gather(1, picked)
    nearest = torch.cdist(spread, palette).argmin(2, keepdim=True).expand(-1, -1, 3)
    flat = palette.gather(1, nearest).transpose(1, 2).unflatten(2, (GRID, GRID))
    return functional.interpolate(flat, (size, size), mode="nearest")


def shaken(drawings, wobbles, generator):
    which = torch.randint(len(wobbles), (len(drawings),), generator=generator, device=drawings.device)
    return drawings.flatten(2).gather(2, wobbles[which][:, None].expand(-1, 3, -1)).view_as(drawings)


def wrong(drawings, generator):
    """All colours a little off the same way; white paper stays white."""
    by = torch.empty(len(drawings), 3, 1, 1, device=drawings.device).uniform_(-0.07, 0.07, generator=generator)
    return torch.where(drawings.amin(1, keepdim=True) > 0.95, drawings, (drawings + by).clamp(0, 1))


def softened(drawings):
    kernel = torch.tensor([1.0, 4, 6, 4, 1], device=drawings.device) / 16
    kernel = (kernel[:, None] * kernel[None]).expand(3, 1, 5, 5)
    return functional.conv2d(functional.pad(drawings, (2, 2, 2, 2), mode="replicate"), kernel, groups=3)
