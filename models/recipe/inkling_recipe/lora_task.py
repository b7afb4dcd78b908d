"""Shared by LoRA trainings: a frozen base and trained adapters."""

import torch

from . import lora, nets
from .latents import Latents
from .model import Inkling
from .trainer import DEVICE, Task


def add_lora_arguments(parser, batch, rank, bridge):
    """Adds the options of every LoRA training to a stage's command line; the numbers are defaults."""
    parser.add_argument("--model", default="work/inkling", help="an exported base")
    parser.add_argument("--batch", type=int, default=batch, help="a process")
    parser.add_argument("--rank", type=int, default=rank)
    parser.add_argument("--warm", default="", help="a LoRA to begin from, of an older base; it may have fewer levels and another rank")
    parser.add_argument("--bridge", type=float, default=bridge, help="share of sketch rows on the sketch bridge")


class LoraTask(Task):
    """Subclasses define the loss."""

    targets = lora.TARGETS

    def __init__(self, arguments):
        self.arguments = arguments
        self.latents, self.base = Latents(arguments.latents, DEVICE), Inkling.load(arguments.model)
        torch.manual_seed(3)
        self.adapters = lora.Adapters(self.base.unet, arguments.rank, self.targets)
        if arguments.warm:
            self.adapters.begin(arguments.warm)
        self.modules = (self.adapters,)
        nets.quicken(self.base.unet)
