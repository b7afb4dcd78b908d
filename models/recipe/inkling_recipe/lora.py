"""LoRA: W' = W + scale alpha / rank B A on the UNet's linear and convolution layers; files in kohya's key names."""

import math
import re

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

TARGETS = ("to_q", "to_k", "to_v", "to_out.0", "proj_in", "proj_out", "ff.net.0.proj", "ff.net.2", "conv1", "conv2", "conv_shortcut",
           "downsamplers.0.conv", "upsamplers.0.conv", "time_emb_proj")
"""As in the LCM-LoRA report: all layers of attention, feed-forward, residual blocks and samplers."""


class Adapters(nn.Module):
    """A (down) and B (up) of every target layer of a frozen UNet; while `on`, its layers use W + B A.

    One convolution with the sum takes half the time of three with the separate factors.
    """

    def __init__(self, unet, rank, targets=TARGETS):
        super().__init__()
        self.rank, self.on = rank, True
        self.names, self.down, self.up = [], nn.ModuleList(), nn.ModuleList()
        for name, layer in unet.named_modules():
            if any(name == t or name.endswith("." + t) for t in targets) and isinstance(layer, (nn.Linear, nn.Conv2d)):
                self._add(name, layer)
        if not self.names:
            raise ValueError(f"no layer of the UNet is a target (expected: one of {targets})")

    def _add(self, name, layer):
        if isinstance(layer, nn.Linear):
            down, up = nn.Linear(layer.in_features, self.rank, bias=False), nn.Linear(self.rank, layer.out_features, bias=False)
        else:
            down = nn.Conv2d(layer.in_channels, self.rank, layer.kernel_size, layer.stride, layer.padding, bias=False)
            up = nn.Conv2d(self.rank, layer.out_channels, 1, bias=False)
        nn.init.normal_(down.weight, std=1 / math.sqrt(down.weight[0].numel()))
        nn.init.zeros_(up.weight)
        down, up = down.to(layer.weight.device), up.to(layer.weight.device)
        self.names.append(name)
        self.down.append(down)
        self.up.append(up)
        layer.forward = lambda x: self._run(layer, down, up, x)

    def _run(self, layer, down, up, x):
        weight = layer.weight
        if self.on:
            with torch.autocast(x.device.type, enabled=False):
                weight = weight + (up.weight.flatten(1) @ down.weight.flatten(1)).view_as(weight)
        if isinstance(layer, nn.Linear):
            return functional.linear(x, weight, layer.bias)
        return functional.conv2d(x, weight, layer.bias, layer.stride, layer.padding)

    @torch.no_grad()
    def begin(self, path):
        """Initialises from another LoRA: the best approximation of its products at this rank; returns the number of layers
        initialised.

        The file may be for a UNet with fewer levels: as in `nets.warm_start`, the additional levels are the outermost.
        """
        tensors, begun = load_file(path), 0
        levels = [1 + max((int(level) for level in re.findall(r"down_blocks_(\d+)_", " ".join(names))), default=0)
                  for names in (tensors, map(key_of, self.names))]
        for name, down, up in zip(self.names, self.down, self.up):
            key = re.sub(r"(?<=down_blocks_)\d+", lambda level: str(int(level[0]) + levels[0] - levels[1]), key_of(name))
            product = product_of(tensors, key) if f"{key}.alpha" in tensors else None
            if product is not None and product.shape == (len(up.weight), down.weight[0].numel()):
                lower, upper = factors(product.to(down.weight.device), self.rank)
                down.weight[:len(lower)] = lower.view_as(down.weight[:len(lower)])
                up.weight[:, :len(lower)] = upper.view_as(up.weight[:, :len(lower)])
                begun += 1
        if not begun:
            raise ValueError(f"{path}: no layer of this UNet (expected: a LoRA of it, or of one with fewer levels)")
        return begun

    def save(self, path):
        """Float16, alpha = rank."""
        tensors = {}
        for name, down, up in zip(self.names, self.down, self.up):
            key = key_of(name)
            tensors[f"{key}.lora_down.weight"] = down.weight.detach().half().cpu().contiguous()
            tensors[f"{key}.lora_up.weight"] = up.weight.detach().half().cpu().contiguous()
            tensors[f"{key}.alpha"] = torch.tensor(float(self.rank))
        save_file(tensors, path, metadata={"format": "pt", "ss_network_module": "networks.lora"})


def copy(source, target, scale=1.0, rank=None):
    """Copies a kohya file with its products times `scale`, so that a LoRA meant for that scale can be used at 1. A larger rank is
    reduced to `rank` by the best approximation."""
    with safe_open(source, "pt") as file:
        tensors, metadata = {key: file.get_tensor(key) for key in file.keys()}, file.metadata()
    for key in [key.removesuffix(".lora_up.weight") for key in tensors if key.endswith(".lora_up.weight")]:
        down, up = tensors[f"{key}.lora_down.weight"], tensors[f"{key}.lora_up.weight"]
        if rank is not None and len(down) > rank:
            lower, upper = factors(product_of(tensors, key), rank)
            down, up = (part.view(shape).half().contiguous() for part, shape in ((lower, (rank, *down.shape[1:])), (upper, (len(up), rank, *up.shape[2:]))))
            tensors[f"{key}.alpha"] = torch.tensor(float(rank))
        tensors[f"{key}.lora_down.weight"], tensors[f"{key}.lora_up.weight"] = down, (up.float() * scale).to(up.dtype)
    save_file(tensors, target, metadata=metadata)


def factors(product, rank):
    """(down (rank, in), up (out, rank)): the best approximation of this matrix at that rank."""
    u, s, v = torch.linalg.svd(product, full_matrices=False)
    root = s[:rank].sqrt()
    return root[:, None] * v[:rank], u[:, :rank] * root


def key_of(name):
    """A layer's name in kohya's files."""
    return "lora_unet_" + name.replace(".", "_")


def product_of(tensors, key):
    """alpha / rank B A of one layer of a file, as a matrix (out, in x kernel)."""
    down, up = tensors[f"{key}.lora_down.weight"].float(), tensors[f"{key}.lora_up.weight"].float()
    return float(tensors[f"{key}.alpha"]) / len(down) * (up.flatten(1) @ down.flatten(1))


@torch.no_grad()
def merge(unet, path, scale=1.0):
    """Adds a kohya file's products to the UNet's weights."""
    tensors = load_file(path)
    layers = {key_of(name): layer for name, layer in unet.named_modules()}
    for key in tensors:
        if not key.endswith(".lora_down.weight"):
            continue
        name = key.removesuffix(".lora_down.weight")
        if name not in layers:
            raise ValueError(f"{path}: {name} (expected: a layer of this UNet)")
        weight = layers[name].weight
        weight += scale * product_of(tensors, name).view(weight.shape).to(weight.device)
