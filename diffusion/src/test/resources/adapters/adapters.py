"""Adapters of every kind, with random weights, and what LyCORIS makes of a model with each merged in.

python adapters.py, with lycoris-lora 4.1.3, torch 2.11, safetensors. Writes base.safetensors (a model's
weights), KIND.safetensors (the adapter, as LyCORIS stores it) and merged.safetensors (KIND.SCALE.NAME). DoRA at another scale than 1
leads in a straight line to its whole, as in ComfyUI; LyCORIS's own multiplier means something else there.
"""
import torch
from lycoris.modules.full import FullModule
from lycoris.modules.ia3 import IA3Module
from lycoris.modules.locon import LoConModule
from lycoris.modules.loha import LohaModule
from lycoris.modules.lokr import LokrModule
from lycoris.modules.norms import NormModule
from safetensors.torch import save_file

torch.manual_seed(7)
MODULES = {
    "mid.linear": torch.nn.Linear(12, 8),
    "mid.one_by_one": torch.nn.Conv2d(6, 8, 1),
    "mid.three_by_three": torch.nn.Conv2d(6, 8, 3, padding=1),
}
NORM = torch.nn.GroupNorm(2, 8)
RANK, ALPHA = 4, 2
KINDS = {
    "lora": (LoConModule, {}),
    "tucker": (LoConModule, {"use_tucker": True}),
    "dora": (LoConModule, {"weight_decompose": True}),
    "dora-inputs": (LoConModule, {"weight_decompose": True, "wd_on_out": False}),
    "loha": (LohaModule, {}),
    "loha-tucker": (LohaModule, {"use_tucker": True}),
    "loha-dora": (LohaModule, {"weight_decompose": True}),
    "lokr": (LokrModule, {"factor": 2}),
    "lokr-both": (LokrModule, {"factor": 4, "decompose_both": True, "rank": 1}),
    "lokr-tucker": (LokrModule, {"factor": 2, "use_tucker": True, "rank": 1}),
    "lokr-whole": (LokrModule, {"factor": 2, "full_matrix": True}),
    "full": (FullModule, {}),
    "ia3": (IA3Module, {}),
    "ia3-inputs": (IA3Module, {"train_on_input": True}),
}


def scramble(module):
    for name, value in [*module.named_parameters(), *module.named_buffers()]:
        if name in ("alpha", "scalar", "on_input") or not value.is_floating_point():
            continue
        if name == "dora_scale":
            value.data.mul_(1 + 0.3 * torch.rand_like(value))
        elif name.startswith("org_module"):
            continue
        else:
            value.data.copy_(0.3 * torch.randn_like(value))


def merge(module, weight, scale):
    """As the module's forward pass has it: LoHa's and LoKr's get_merged_weight multiplies by alpha / rank twice."""
    if not isinstance(module, (LohaModule, LokrModule)):
        return module.get_merged_weight(scale, weight.shape)
    delta = module.get_weight(weight.shape)
    return (module.apply_weight_decompose(weight + delta) if module.wd else weight + scale * delta), None


@torch.no_grad()
def main():
    torch.nn.init.normal_(NORM.weight, 1, 0.2)
    torch.nn.init.normal_(NORM.bias, 0, 0.2)
    base = {"mid.norm.weight": NORM.weight, "mid.norm.bias": NORM.bias}
    for name, layer in MODULES.items():
        base[f"{name}.weight"], base[f"{name}.bias"] = layer.weight, layer.bias
    merged, rows = {}, {k: v.detach().clone().contiguous() for k, v in base.items()}
    for kind, (cls, options) in KINDS.items():
        options = dict(options)
        rank = options.pop("rank", RANK)
        adapter = {}
        for name, layer in MODULES.items():
            lora = "lora_unet_" + name.replace(".", "_")
            ranked = () if cls in (FullModule, IA3Module) else (rank, ALPHA)
            module = cls(lora, layer, 1, *ranked, **options)
            scramble(module)
            if cls is FullModule:
                module.is_diff = True
                state = {"diff": module.weight, "diff_b": module.bias}
            elif cls is IA3Module:
                state = {"weight": module.weight, "on_input": torch.tensor(module.train_input)}
            else:
                state = module.custom_state_dict()
            for key, value in state.items():
                adapter[f"{lora}.{key}"] = torch.as_tensor(value).detach().clone().contiguous()
            whole, bias = merge(module, layer.weight, 1)
            half, half_bias = merge(module, layer.weight, 0.5)
            if options.get("weight_decompose"):
                half = layer.weight + 0.5 * (whole - layer.weight)
            for scale, w, b in (("1.0", whole, bias), ("0.5", half, half_bias)):
                merged[f"{kind}.{scale}.{name}.weight"] = w.reshape(layer.weight.shape).detach().clone().contiguous()
                if b is not None:
                    merged[f"{kind}.{scale}.{name}.bias"] = b.detach().clone().contiguous()
        save_file(adapter, f"{kind}.safetensors")
    norm = NormModule("lora_unet_mid_norm", NORM, 1)
    scramble(norm)
    state = {"w_norm": norm.w_norm, "b_norm": norm.b_norm}
    save_file({f"lora_unet_mid_norm.{k}": v.detach().clone() for k, v in state.items()}, "norm.safetensors")
    for scale in (1.0, 0.5):
        w, b = norm.get_merged_weight(scale)
        merged[f"norm.{scale}.mid.norm.weight"] = w.detach().clone().contiguous()
        merged[f"norm.{scale}.mid.norm.bias"] = b.detach().clone().contiguous()
    save_file(rows, "base.safetensors")
    save_file(merged, "merged.safetensors")


main()
