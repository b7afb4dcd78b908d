"""Writes io.safetensors and case.json of this folder: run from the repository's root after new weights.

Needs torch 2.11.0, diffusers 0.42.1, transformers 5.23.0, safetensors 0.8.0.
"""
import hashlib
import json
import pathlib

import torch
from diffusers import AutoencoderTiny, ControlNetModel, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextModel

MODEL = pathlib.Path("models/inkling")
HERE = pathlib.Path(__file__).parent

torch.set_num_threads(1)
generator = torch.Generator().manual_seed(20261123)
text = CLIPTextModel.from_pretrained(MODEL / "text_encoder", torch_dtype=torch.float32).eval()
unet = UNet2DConditionModel.from_pretrained(MODEL / "unet", torch_dtype=torch.float32).eval()
vae = AutoencoderTiny.from_pretrained(MODEL / "vae", torch_dtype=torch.float32).eval()
adapter = ControlNetModel.from_pretrained(MODEL / "controlnet/sketch", torch_dtype=torch.float32).eval()

ids = torch.full((2, 32), 4162, dtype=torch.int64)
ids[:, 0] = 4161
ids[0, 1:6] = torch.tensor([17, 256, 1034, 2000, 3999])
ids[1, 1:3] = torch.tensor([77, 4000])
y, x = torch.meshgrid(torch.arange(96), torch.arange(128), indexing="ij")
rgb = torch.stack([x * 2, y * 2, (x * y) % 256], -1).to(torch.uint8)[None]
timestep = torch.tensor([499, 99])

with torch.no_grad():
    states = text(ids).last_hidden_state
    latents = vae.encode(rgb.permute(0, 3, 1, 2).float() / 127.5 - 1).latents
    noise = torch.randn(2, 8, 12, 16, generator=generator)
    sample = latents.repeat(2, 1, 1, 1) * 0.5 + noise * 0.8
    output = unet(sample, timestep, encoder_hidden_states=states).sample
    seen = rgb.permute(0, 3, 1, 2).float().repeat(2, 1, 1, 1) / 255
    down, middle = adapter(sample, timestep, states, seen, return_dict=False)
    scales = torch.tensor([1.0, 0.25])[:, None, None, None]
    down, middle = [part * scales for part in down], middle * scales
    followed = unet(sample, timestep, states, down_block_additional_residuals=down, mid_block_additional_residual=middle).sample
    picture = (vae.decode(latents).sample / 2 + 0.5).clamp(0, 1) * 255
    picture = picture.round().to(torch.uint8).permute(0, 2, 3, 1)

tensors = {
    "in.step.input_ids": ids,
    "in.step.rgb": rgb,
    "in.step.sample": sample,
    "in.step.timestep": timestep,
    "out.step.last_hidden_state": states,
    "out.step.latents": latents,
    "out.step.sample": output,
    "out.step.followed": followed,
    "out.step.image": picture,
}
save_file({k: v.contiguous() for k, v in tensors.items()}, HERE / "io.safetensors")
sha256 = lambda part: hashlib.sha256((MODEL / part / "diffusion_pytorch_model.safetensors").read_bytes()).hexdigest()
case = {
    "id": "inkling",
    "what": "Inkling as diffusers runs it: text states, encoded picture, two rows of one step, without the sketch adapter and with it at 1 and 0.25, decoded picture.",
    "unet_sha256": sha256("unet"),
    "adapter_sha256": sha256("controlnet/sketch"),
    "tolerance": {"fp32": {"rel_l2": 1e-5, "max_abs_over_max": 1e-4}, "bf16": {"rel_l2": 0.05}},
    "versions": {"diffusers": "0.42.1", "transformers": "5.23.0", "torch": "2.11.0"},
}
(HERE / "case.json").write_text(json.dumps(case, indent=1) + "\n")
