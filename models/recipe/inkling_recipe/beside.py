"""What trainings beside an LCM-LoRA share: it is added to the frozen base in half of the steps, so that what is learned holds with it and without."""

import torch


def add_beside(parser):
    parser.add_argument("--beside", default="", help="an LCM-LoRA that is added in half of the steps, so that what is learned holds beside it")


class Beside:
    """A model's UNet weights, and where a LoRA is given those with it."""

    def __init__(self, model, lora):
        self._unet = model.unet
        self._weights = [weights_of(model.use())]
        if lora:
            self._weights.append(weights_of(model.use((lora, 1.0))))

    def choose(self, generator):
        """Has the UNet work with the one or the other."""
        chosen = self._weights[int(torch.randint(len(self._weights), (1,), generator=generator, device=generator.device))]
        for parameter, weight in zip(self._unet.parameters(), chosen):
            parameter.data = weight


def weights_of(model):
    return [parameter.detach().clone() for parameter in model.unet.parameters()]
