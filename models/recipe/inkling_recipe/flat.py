"""Adam over one flat buffer that several processes share: each computes its own gradient and owns a slice of the update.

On a CPU two processes of one thread each train faster than one of two threads, and nothing is copied between them.
On CUDA there is one process and the buffers lie on the device.
"""

import math

import torch


class Flat:
    """Trainable weights `P`, their moving average `E`, Adam's moments `M` and `V`, one gradient `G{rank}` a process."""

    def __init__(self, parameters, rank=0, world=1, shared=None, barrier=None, beta1=0.9, beta2=0.98, weight_decay=0.0, ema=0.999):
        self.parameters = [p for p in parameters if p.requires_grad]
        self.rank, self.world, self._barrier = rank, world, barrier
        self.beta1, self.beta2, self.weight_decay, self.ema = beta1, beta2, weight_decay, ema
        self.size = sum(p.numel() for p in self.parameters)
        self.shared = shared or self._allocate()
        offset = 0
        for p in self.parameters:
            n = p.numel()
            p.data = self.shared["P"][offset:offset + n].view(p.shape)
            p.grad = self.shared[f"G{rank}"][offset:offset + n].view(p.shape)
            offset += n
        self._slice = slice(self.size * rank // world, self.size * (rank + 1) // world)

    def _allocate(self):
        device = self.parameters[0].device
        buffers = {name: torch.zeros(self.size, device=device) for name in ["E", "M", "V"] + [f"G{r}" for r in range(self.world)]}
        buffers["P"] = torch.cat([p.detach().reshape(-1) for p in self.parameters]).float()
        buffers["E"].copy_(buffers["P"])
        buffers["norms"] = torch.zeros(self.world, dtype=torch.float64)
        if self.world > 1:
            for buffer in buffers.values():
                buffer.share_memory_()
        return buffers

    def wait(self):
        if self._barrier is not None:
            self._barrier.wait()

    @torch.no_grad()
    def step(self, number, lr, clip=1.0):
        """Averages the gradients of all processes, clips them and updates the weights; `number` is the step, from 1. Returns the
        gradient's norm.

        The slices of all gradients are summed in place in the first one, to read and write the memory as little as possible.
        """
        s, own = self.shared, self._slice
        self.wait()
        total = s["G0"][own]
        for rank in range(1, self.world):
            total.add_(s[f"G{rank}"][own])
        s["norms"][self.rank] = (float(torch.linalg.vector_norm(total)) / self.world) ** 2
        self.wait()
        norm = math.sqrt(float(s["norms"].sum()))
        if math.isfinite(norm):
            self._adam(number, lr, total.mul_(min(1.0, clip / (norm + 1e-6)) / self.world))
        self.wait()
        s[f"G{self.rank}"].zero_()
        return norm

    def _adam(self, number, lr, grad):
        p, e, m, v = (self.shared[k][self._slice] for k in "PEMV")
        torch._fused_adamw_([p], [grad], [m], [v], [], [torch.tensor(float(number), device=p.device)], lr=lr, beta1=self.beta1, beta2=self.beta2,
                            weight_decay=self.weight_decay, eps=1e-8, amsgrad=False, maximize=False)
        e.lerp_(p, 1 - min(self.ema, (1 + number) / (10 + number)))

    def swap(self):
        """Swaps the live weights and their average; called by one process while the others wait."""
        live = self.shared["P"].clone()
        self.shared["P"].copy_(self.shared["E"])
        self.shared["E"].copy_(live)

    def state(self):
        return {k: self.shared[k].cpu() for k in "PEMV"}

    def load(self, state):
        if state["P"].numel() != self.size:
            raise ValueError(f"saved state has {state['P'].numel()} weights (expected: {self.size})")
        for k in "PEMV":
            self.shared[k].copy_(state[k])
