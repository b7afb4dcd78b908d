"""Pairs of sprites as tensors: turned to other colours and laid on canvases, many at once, where the device is.

Colours are 0 to 1, sprites premultiplied by their alpha: (n, 2, 4, side, side), the glossy one, then its flat twin.
"""

import numpy as np
import torch
from torch.nn import functional

from .colour import dominant_hue

LEVELS = 3
"""Each half the one before a side: a sprite drawn small is taken from a smaller one, or its pixels would be left out at random."""


class TensorSprites:
    """The pairs of some rows of a pack, by their row numbers."""

    def __init__(self, pack, twins, rows, device):
        self._at = {row: k for k, row in enumerate(row for row in rows if row in twins)}
        if not self._at:
            raise ValueError("no row has a flat twin (expected: fluent-emoji-flat and fluent-3d in the pack)")
        pairs = [(pack.sprite(row), twins.drawing(row)) for row in self._at]
        self._hues = torch.tensor([[dominant_hue(sprite)[0] / 256 for sprite in pair] for pair in pairs], device=device)
        straight = torch.from_numpy(np.stack([np.stack(pair) for pair in pairs])).to(device).permute(0, 1, 4, 2, 3)
        self._levels = [torch.cat([premultiplied(part) for part in straight.split(64)])]
        for _ in range(LEVELS - 1):
            self._levels.append(torch.cat([halved(part) for part in self._levels[-1].split(64)]))
        self.side = straight.shape[-1]

    def __len__(self):
        return len(self._at)

    def __contains__(self, row):
        return row in self._at

    def level(self, side):
        """From which level a sprite of `side` pixels is taken."""
        return max(k for k in range(LEVELS) if k == 0 or self.side >> k >= side)

    def take(self, rows, level, degrees):
        """The pairs of these rows; where `degrees` (n,) is a number, their main colour is turned to it."""
        at = torch.tensor([self._at[row] for row in rows], device=self._hues.device)
        pairs = self._levels[level][at].float() / 255
        some = (~degrees.isnan()).nonzero()[:, 0]
        if len(some):
            colours, alpha = pairs[some, :, :3], pairs[some, :, 3:]
            straight = (colours / alpha.clamp(min=1 / 255)).clamp(max=1)
            pairs[some, :, :3] = turned(straight, self._hues[at[some]][..., None, None], degrees[some, None, None, None] / 360) * alpha
        return pairs


def premultiplied(sprites):
    """uint8 of straight colours to uint8."""
    alpha = sprites[..., 3:, :, :]
    return torch.cat([(sprites[..., :3, :, :].float() * alpha / 255).round().byte(), alpha], -3)


def halved(sprites):
    return functional.avg_pool2d(sprites.float().flatten(0, 1), 2).round().byte().unflatten(0, sprites.shape[:2])


def turned(rgb, hue, to):
    """colour.recolour for tensors (..., 3, h, w): the colours around `hue` turned to `to`, both 0 to 1 and (..., 1, 1); all others stay."""
    high, low = rgb.amax(-3), rgb.amin(-3)
    chroma = high - low
    r, g, b = rgb.unbind(-3)
    safe = chroma.clamp(min=1e-6)
    own = torch.where(high == r, (g - b) / safe % 6, torch.where(high == g, (b - r) / safe + 2, (r - g) / safe + 4)) / 6
    distance = (own - hue + 0.5) % 1 - 0.5
    family = (distance.abs() < 32 / 256) & (chroma / high.clamp(min=1e-6) > 30 / 255)
    sixths = (distance + to) % 1 * 6
    channel = lambda n: high - chroma * torch.minimum((n + sixths) % 6, 4 - (n + sixths) % 6).clamp(0, 1)
    return torch.where(family[..., None, :, :], torch.stack([channel(5), channel(3), channel(1)], -3), rgb)


def placed(sprites, size, side, x, y, mirrored, turn):
    """Sprites (n, 2, 4, s, s) on clear canvases of `size`: `side` pixels each, their top left corners at (x, y); all (n,), `turn` in degrees."""
    angle, scale = turn * torch.pi / 180, side / size
    across, down = 2 * (x + side / 2) / size - 1, 2 * (y + side / 2) / size - 1
    cos, sin, way = torch.cos(angle) / scale, torch.sin(angle) / scale, 1 - 2 * mirrored.float()
    theta = torch.stack([torch.stack([way * cos, -way * sin, way * (sin * down - cos * across)], 1),
                         torch.stack([sin, cos, -sin * across - cos * down], 1)], 1)
    grid = functional.affine_grid(theta, (len(sprites), 8, size, size), align_corners=False)
    return functional.grid_sample(sprites.flatten(1, 2), grid, mode="bilinear", align_corners=False).unflatten(1, (2, 4))


def over(canvas, sprites):
    """Premultiplied sprites (..., 4, h, w) laid on canvases (..., 3, h, w)."""
    return canvas * (1 - sprites[..., 3:, :, :]) + sprites[..., :3, :, :]
