"""What trainings beside an LCM-LoRA share: it is added to the frozen base in half of the steps, so that what is learned holds with it and without."""

import torch


def add_beside(parser):
    parser.add_argument("--beside", default="", help="an LCM-LoRA that is added in half of the steps, so that what is learned holds beside it")


class Beside:
    """A model's UNet weights, and where an LCM-LoRA is given those with it; with `others`, (path, scale), in both. The model is left as it was."""

    def __init__(self, model, lora, *others):
        self._unet = model.unet
        self._weights = [weights_of(model.use(*others))]
        if lora:
            self._weights.append(weights_of(model.use((lora, 1.0), *others)))
        model.use()

    def choose(self, generator):
        """Has the UNet work with the one or the other."""
        self._put(int(torch.randint(len(self._weights), (1,), generator=generator, device=generator.device)))

    def leave(self):
        """Has the UNet work without the LCM-LoRA."""
        self._put(0)

    def _put(self, number):
        for parameter, weight in zip(self._unet.parameters(), self._weights[number]):
            parameter.data = weight


def weights_of(model):
    return [parameter.detach().clone() for parameter in model.unet.parameters()]
