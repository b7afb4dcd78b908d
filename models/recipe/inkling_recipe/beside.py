"""For trainings with and without an LCM-LoRA: it is added to the frozen base in half of the steps, so that the result works in both cases."""

import torch


def add_beside(parser):
    parser.add_argument("--beside", default="", help="an LCM-LoRA that is added in half of the steps, so that what is learned holds beside it")


class Beside:
    """A model's UNet weights, and, if an LCM-LoRA is given, the weights with it; `others`, (path, scale), are added to both. The model is unchanged."""

    def __init__(self, model, lora, *others):
        self._unet = model.unet
        self._weights = [weights_of(model.use(*others))]
        if lora:
            self._weights.append(weights_of(model.use((lora, 1.0), *others)))
        model.use()

    def choose(self, generator):
        """Loads one of the two sets of weights into the UNet."""
        self._put(int(torch.randint(len(self._weights), (1,), generator=generator, device=generator.device)))

    def leave(self):
        """Loads the weights without the LCM-LoRA into the UNet."""
        self._put(0)

    def _put(self, number):
        for parameter, weight in zip(self._unet.parameters(), self._weights[number]):
            parameter.data = weight


def weights_of(model):
    return [parameter.detach().clone() for parameter in model.unet.parameters()]
