"""A patch critic (Isola et al., 2017) that tells artwork from a decoder's output. Hinge loss."""

import torch.nn.functional as F
from torch import nn


class Critic(nn.Module):
    """Maps pictures (n, 3, h, w) in -1..1 to one number per patch of 34 x 34 pixels; above 0 means artwork."""

    def __init__(self, width=32):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, width, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(width, 2 * width, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(2 * width, 3 * width, 3, 1, 1), nn.LeakyReLU(0.2), nn.Conv2d(3 * width, 1, 3, 1, 1))

    def forward(self, pictures):
        return self.layers(pictures)

    def learn(self, artwork, made):
        """The critic's loss."""
        return F.relu(1 - self(artwork)).mean() + F.relu(1 + self(made.detach())).mean()

    def disbelief(self, made):
        """The loss of the network under test; gives the critic no gradient."""
        self.requires_grad_(False)
        loss = -self(made).mean()
        self.requires_grad_(True)
        return loss
