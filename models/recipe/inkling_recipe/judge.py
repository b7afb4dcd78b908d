"""The judge: a small image-text encoder trained on artwork only, never on generated pictures.

Pictures are scaled to 64 x 64. A picture and the name of what it shows are close in a shared space of 96 dimensions. A second
head is trained to classify styles of artwork and filters, so that the features, from which the Frechet distance is computed,
contain them; the style figures come from style_judge.py, which uses pictures of twice the size.
"""

import json
import re
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

SIDE = 64
DIMENSIONS = 96


def words_of(text):
    """Lower-case words, preceded by the whole phrase if it has several words."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return ([" ".join(words)] if len(words) > 1 else []) + words


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm1, self.conv1 = nn.BatchNorm2d(channels), nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2, self.conv2 = nn.BatchNorm2d(channels), nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        h = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(h)))


class Judge(nn.Module):
    """`words`: vocabulary; `names`: concepts to choose from; `styles`: classes of the second head; `measured`: figures of its own test."""

    WIDTHS = (32, 64, 128, 224)

    def __init__(self, words, names, styles, measured=None):
        super().__init__()
        self.words, self.names, self.styles, self.measured = words, names, styles, measured or {}
        self._index = {word: i + 1 for i, word in enumerate(words)}
        a, b, c, d = self.WIDTHS
        self.trunk = nn.Sequential(
            nn.Conv2d(3, a, 3, 2, 1), nn.BatchNorm2d(a), nn.SiLU(), nn.Conv2d(a, b, 3, 2, 1), Block(b),
            nn.Conv2d(b, c, 3, 2, 1), Block(c), Block(c), nn.Conv2d(c, d, 3, 2, 1), Block(d), Block(d), nn.BatchNorm2d(d), nn.SiLU())
        self.picture_head = nn.Linear(2 * d, DIMENSIONS)
        self.style_head = nn.Linear(2 * d, len(styles))
        self.word_vectors = nn.EmbeddingBag(len(words) + 1, DIMENSIONS, mode="mean", padding_idx=0)
        nn.init.normal_(self.word_vectors.weight, std=0.05)
        self.text_head = nn.Sequential(nn.Linear(DIMENSIONS, 2 * DIMENSIONS), nn.SiLU(), nn.Linear(2 * DIMENSIONS, DIMENSIONS))
        self.scale = nn.Parameter(torch.tensor(2.7))

    def features(self, pixels):
        """(n, 448): input of the last layer. `pixels` (n, 3, 64, 64) in -1..1; in training also smaller."""
        return pooled(self.trunk, pixels)

    def embed_features(self, features):
        return F.normalize(self.picture_head(features).float(), dim=1)

    def tokens(self, texts, length=8):
        """Word indices, (n, 8); 0 is padding or an unknown word."""
        rows = [[self._index.get(word, 0) for word in words_of(text)][:length] for text in texts]
        return torch.tensor([row + [0] * (length - len(row)) for row in rows])

    def embed_tokens(self, tokens):
        bag = self.word_vectors(tokens)
        return F.normalize((bag + self.text_head(bag)).float(), dim=1)

    @torch.no_grad()
    def look(self, pictures, batch=64):
        """Features of (n, h, w, 3) uint8 pictures, (n, 448)."""
        return torch.cat([self.features(to_pixels(pictures[k:k + batch]).to(self.device)).float().cpu() for k in range(0, len(pictures), batch)])

    @property
    def device(self):
        return self.scale.device

    @torch.no_grad()
    def ranks(self, features, names):
        """For each picture, how many other names fit better than its own; 0 is best."""
        index = {name: i for i, name in enumerate(self.names)}
        missing = sorted({n for n in names if n not in index})
        if missing:
            raise ValueError(f"the judge doesn't know {missing}")
        texts = self.embed_tokens(self.tokens(self.names).to(self.device))
        scores = self.embed_features(features.to(self.device)) @ texts.T
        own = scores[torch.arange(len(names)), torch.tensor([index[n] for n in names])]
        return (scores > own[:, None]).sum(1).cpu()

    def save(self, folder):
        """Float16, without words that occur in no name; those are only used in training."""
        needed = {word for name in self.names for word in words_of(name)}
        kept = [word for word in self.words if word in needed]
        tensors = halves(self)
        tensors["word_vectors.weight"] = tensors["word_vectors.weight"][[0] + [self._index[word] for word in kept]]
        save_file(tensors, Path(folder) / "judge.safetensors")
        json.dump({"words": kept, "names": self.names, "styles": self.styles, "measured": self.measured}, open(Path(folder) / "judge.json", "w"), ensure_ascii=False)

    @staticmethod
    def load(folder):
        meta = json.load(open(Path(folder) / "judge.json"))
        judge = Judge(meta["words"], meta["names"], meta["styles"], meta["measured"])
        return frozen(judge, Path(folder) / "judge.safetensors")


def pooled(trunk, pixels):
    """Mean and maximum of a trunk's output over all positions: (n, 2 x its channels)."""
    h = trunk(pixels.contiguous(memory_format=torch.channels_last))
    return torch.cat([h.mean((2, 3)), h.amax((2, 3))], 1)


def halves(network):
    """Its weights in float16, for saving."""
    return {k: v.half().cpu().contiguous() for k, v in network.state_dict().items()}


def frozen(network, path):
    """The network with the weights of a file, in float32, for inference only."""
    network.load_state_dict({k: v.float() for k, v in load_file(path).items()})
    return network.eval().requires_grad_(False)


def to_pixels(pictures, side=SIDE):
    """(n, h, w, 3) uint8 of any size to (n, 3, side, side) in -1..1."""
    x = torch.as_tensor(np.asarray(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1
    return F.interpolate(x, (side, side), mode="area") if x.shape[-1] != side else x


def top(ranks, k):
    """Percentage of pictures whose own name is among the best `k`."""
    return round(100 * float((ranks < k).float().mean()), 1)
