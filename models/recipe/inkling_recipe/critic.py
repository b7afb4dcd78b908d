"""A critic of small patches (Isola et al., 2017): is it artwork, or what a decoder made? Hinge loss."""

import torch.nn.functional as F
from torch import nn


class Critic(nn.Module):
    """Pictures (n, 3, h, w) in -1..1 to one number for each patch of 34 pixels a side; above 0 is artwork."""

    def __init__(self, width=32):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, width, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(width, 2 * width, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(2 * width, 3 * width, 3, 1, 1), nn.LeakyReLU(0.2), nn.Conv2d(3 * width, 1, 3, 1, 1))

    def forward(self, pictures):
        return self.layers(pictures)

    def learn(self, artwork, made):
        """The loss that it learns from."""
        return F.relu(1 - self(artwork)).mean() + F.relu(1 + self(made.detach())).mean()

    def disbelief(self, made):
        """The loss of who made it; the critic learns nothing from it."""
        self.requires_grad_(False)
        loss = -self(made).mean()
        self.requires_grad_(True)
        return loss
