"""The sketch adapter: a light ControlNet (Zhang et al., 2023) that sees the drawing itself, whatever noise lies over it.

Of the UNet's encoder half it has the residual blocks, without attention: what a drawing shows, and where, needs no words.
"""

import numpy as np
import torch
from diffusers import ControlNetModel

from .trainer import DEVICE

ADAPTER = "controlnet/sketch"
"""Its folder in a model's."""
CONDITION_CHANNELS = (8, 16, 32, 64)
"""Of the small net that brings a drawing down to the latents' size."""


def light(unet):
    """A ControlNet for this UNet, begun from its residual blocks; it adds nothing yet."""
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
    """(n, h, w, 3) uint8 to (n, 3, h, w) in 0..1, as the adapter sees them."""
    return torch.from_numpy(np.ascontiguousarray(drawings)).permute(0, 3, 1, 2).to(DEVICE).float() / 255


def noise_of(unet, adapter, x, t, words, drawings, scale=1.0):
    """The noise that the UNet finds in x (n, channels, h, w), shown where `drawings` (n, 3, 8 h, 8 w) are by `scale` of what the adapter adds."""
    down, middle = adapter(x, t, words, drawings, conditioning_scale=scale, return_dict=False)
    return unet(x, t, words, down_block_additional_residuals=down, mid_block_additional_residual=middle).sample
