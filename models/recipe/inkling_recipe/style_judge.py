"""Classifies the style of a picture, at twice the judge's size, because lines, light and grain are lost in smaller pictures.

Like the judge it learns from artwork alone, never from generated pictures.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from .judge import Block, frozen, halves, pooled, to_pixels
from .trainer import DEVICE

SIDE = 128
PLAIN = "plain"
"""The styles of the base's artwork; they count as one."""


class StyleJudge(nn.Module):
    """`styles`: its classes; `measured`: figures of its own test, per style."""

    WIDTHS = (24, 48, 96, 128)

    def __init__(self, styles, measured=None):
        super().__init__()
        self.styles, self.measured = styles, measured or {}
        a, b, c, d = self.WIDTHS
        self.trunk = nn.Sequential(
            nn.Conv2d(3, a, 3, 2, 1), nn.BatchNorm2d(a), nn.SiLU(), nn.Conv2d(a, b, 3, 2, 1), Block(b),
            nn.Conv2d(b, c, 3, 2, 1), Block(c), nn.Conv2d(c, d, 3, 2, 1), Block(d), nn.BatchNorm2d(d), nn.SiLU())
        self.head = nn.Linear(2 * d, len(styles))

    def forward(self, pixels):
        """Logits (n, styles) of pictures (n, 3, 128, 128) in -1..1."""
        return self.head(pooled(self.trunk, pixels))

    @torch.no_grad()
    def tell(self, pictures, batch=64):
        """The style of each of (n, h, w, 3) uint8 pictures of any size."""
        told = torch.cat([self(to_pixels(pictures[k:k + batch], SIDE).to(DEVICE)).argmax(1) for k in range(0, len(pictures), batch)])
        return [self.styles[i] for i in told.tolist()]

    def shares(self, pictures, styles):
        """Percentage of the pictures classified as each of these styles."""
        told = self.tell(pictures)
        return [round(100 * told.count(style) / len(told), 1) for style in styles]

    def save(self, folder):
        """Float16."""
        save_file(halves(self), Path(folder) / "styles.safetensors")
        json.dump({"styles": self.styles, "measured": self.measured}, open(Path(folder) / "styles.json", "w"))

    @staticmethod
    def load(folder):
        """Frozen, from a folder with styles.json and styles.safetensors."""
        meta = json.load(open(Path(folder) / "styles.json"))
        return frozen(StyleJudge(meta["styles"], meta["measured"]), Path(folder) / "styles.safetensors").to(DEVICE)
