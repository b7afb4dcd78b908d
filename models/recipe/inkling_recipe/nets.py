"""Inkling's networks, in diffusers' and transformers' own classes, and ways to initialise them from older ones."""

import json
from pathlib import Path

import torch
from diffusers import AutoencoderTiny, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional
from transformers import CLIPTextConfig, CLIPTextModel

from .prompts import CONTEXT

CHANNELS = (64, 64, 128, 256)
LATENT_CHANNELS = 8
WIDTH = 192
"""Width of the text encoder and of the UNet's cross-attention."""


def unet(size=256, channels=CHANNELS, latent_channels=LATENT_CHANNELS, width=WIDTH):
    """Two plain levels, then two with cross-attention, one residual block each; heads of 32."""
    plain = len(channels) - 2
    return UNet2DConditionModel(
        sample_size=size // 8, in_channels=latent_channels, out_channels=latent_channels, block_out_channels=channels, layers_per_block=1,
        down_block_types=("DownBlock2D",) * plain + ("CrossAttnDownBlock2D",) * 2,
        up_block_types=("CrossAttnUpBlock2D",) * 2 + ("UpBlock2D",) * plain,
        cross_attention_dim=width, attention_head_dim=tuple(max(1, c // 32) for c in channels), norm_num_groups=32)


class HalfGroupNorm(nn.GroupNorm):
    """Computes in its input's type: autocast would use float32 here and in the following layers."""

    def forward(self, x):
        weight, bias = (self.weight, self.bias) if x.device.type == "cpu" else (self.weight.to(x.dtype), self.bias.to(x.dtype))  # CUDA wants one type
        with torch.autocast(x.device.type, enabled=False):
            return functional.group_norm(x, self.num_groups, weight, bias, self.eps)


def quicken(network):
    """Makes training of a UNet a fifth faster on a CPU, with the same weights and names; returns it.

    Attention over 16 and 64 positions is computed as two plain matrix products; torch's fused attention is made for longer
    sequences.
    """
    if next(network.parameters()).device.type == "cpu":
        network.set_attn_processor(AttnProcessor())
    for layer in network.modules():
        if type(layer) is nn.GroupNorm:
            layer.__class__ = HalfGroupNorm
    return network


def compiled(network):
    """The network for training: compiled on CUDA, which fuses the operations between convolutions. Same weights."""
    return torch.compile(network) if next(network.parameters()).device.type == "cuda" else network


def text_encoder(remap, width=WIDTH, layers=4):
    """CLIP's text encoder for the token ids of a `remap.json`."""
    vocabulary = json.load(open(remap))
    return CLIPTextModel(CLIPTextConfig(
        vocab_size=len(vocabulary["ids"]), hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers, num_attention_heads=width // 32,
        max_position_embeddings=CONTEXT, bos_token_id=vocabulary["bos"], eos_token_id=vocabulary["eos"], pad_token_id=vocabulary["eos"],
        projection_dim=width, attention_dropout=0.0))


def autoencoder(width=32, latent_channels=LATENT_CHANNELS):
    """A tiny convolutional autoencoder that reduces each side by 8."""
    return AutoencoderTiny(encoder_block_out_channels=(width,) * 4, decoder_block_out_channels=(width,) * 4, num_encoder_blocks=(0, 2, 3, 4),
                           num_decoder_blocks=(4, 3, 2, 1), latent_channels=latent_channels, scaling_factor=1.0, force_upcast=False)


def with_decoder(vae, blocks):
    """The same encoder with another number of residual blocks per decoder stage (innermost first), initialised from the old ones as far as they exist."""
    other = AutoencoderTiny.from_config({**vae.config, "num_decoder_blocks": tuple(blocks)})
    other.encoder.load_state_dict(vae.encoder.state_dict())
    for old, new in zip(_stages(vae.decoder), _stages(other.decoder), strict=True):
        for old_layer, new_layer in zip(old, new):
            new_layer.load_state_dict(old_layer.state_dict())
    return other


def _stages(decoder):
    """Per stage the convolution that ends it, then its blocks; the first convolution by itself."""
    stages, blocks = [], []
    for layer in decoder.layers:
        if isinstance(layer, nn.Conv2d):
            stages.append([layer, *blocks])
            blocks = []
        elif next(layer.parameters(), None) is not None:
            blocks.append(layer)
    return stages


def warm_start(network, folder):
    """Initialises a UNet from an earlier, smaller one; an additional level is the outermost.

    Level i of the old encoder becomes the new one's i + 1; decoder levels are counted from the inside and keep their
    number. Weights of another shape keep their random values. Returns the number of tensors copied.
    """
    old = load_file(Path(folder) / "unet" / "diffusion_pytorch_model.safetensors")
    levels = 1 + max(int(key.split(".")[1]) for key in old if key.startswith("down_blocks."))
    more = len(network.down_blocks) - levels
    state, taken = network.state_dict(), {}
    for key, value in old.items():
        part, *rest = key.split(".")
        if part == "down_blocks":
            key = ".".join([part, str(int(rest[0]) + more), *rest[1:]])
        outer = more > 0 and part in ("conv_in", "conv_out", "conv_norm_out")
        if key in state and state[key].shape == value.shape and not outer:
            taken[key] = value.float()
    network.load_state_dict({**state, **taken})
    return len(taken)


def millions(*networks):
    return sum(p.numel() for network in networks for p in network.parameters()) / 1e6


def save_half(network, folder):
    """Writes a network in float16. Converts a copy, because the buffers in training are shared with other processes."""
    copy = type(network).from_config(network.config) if hasattr(network, "from_config") else type(network)(network.config)
    copy.load_state_dict({k: v.detach().cpu() for k, v in network.state_dict().items()})
    copy.to(torch.float16).save_pretrained(folder)
