"""The sketch adapter: a small ControlNet (Zhang et al., 2023) that takes the drawing itself, without noise.

It has only the residual blocks of the UNet's encoder, without attention: it doesn't need the text to see what a drawing shows and
where.
"""

import numpy as np
import torch
from diffusers import ControlNetModel

from .trainer import DEVICE

ADAPTER = "controlnet/sketch"
"""Its folder inside a model's folder."""
CONDITION_CHANNELS = (8, 16, 32, 64)
"""Channels of the small network that reduces a drawing to the latents' size."""


def light(unet):
    """A ControlNet for this UNet, initialised from its residual blocks; its outputs are still zero."""
    config = unet.config
    network = ControlNetModel(
        in_channels=config.in_channels, block_out_channels=config.block_out_channels, layers_per_block=config.layers_per_block,
        down_block_types=("DownBlock2D",) * len(config.block_out_channels), mid_block_type="UNetMidBlock2D",
        cross_attention_dim=config.cross_attention_dim, attention_head_dim=config.attention_head_dim, norm_num_groups=config.norm_num_groups,
        conditioning_embedding_out_channels=CONDITION_CHANNELS)
    known = unet.state_dict()
    network.load_state_dict({key: known[key] for key in network.state_dict() if key in known}, strict=False)
    return network


def unit(drawings):
    """Converts (n, h, w, 3) uint8 to the adapter's input, (n, 3, h, w) in 0..1."""
    return torch.from_numpy(np.ascontiguousarray(drawings)).permute(0, 3, 1, 2).to(DEVICE).float() / 255


def noise_of(unet, adapter, x, t, words, drawings, scale=1.0):
    """The UNet's noise prediction for x (n, channels, h, w), with the adapter's residuals for `drawings` (n, 3, 8 h, 8 w) times `scale`."""
    down, middle = adapter(x, t, words, drawings, conditioning_scale=scale, return_dict=False)
    return unet(x, t, words, down_block_additional_residuals=down, mid_block_additional_residual=middle).sample
