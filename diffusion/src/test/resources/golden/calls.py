"""Golden cases: pictures in a batch, ControlNets in whole runs, SDXL's second prompt and sizes, timesteps by hand.

Run as: python calls.py GOLDEN OUT, with the versions of README.md. Every seed is in here.
"""
import json, sys, os
import numpy as np, torch, diffusers, transformers, safetensors
from pathlib import Path
from PIL import Image
from safetensors.torch import save_file
from diffusers import (LCMScheduler, StableDiffusionPipeline, StableDiffusionImg2ImgPipeline,
    StableDiffusionXLPipeline, StableDiffusionXLImg2ImgPipeline, ControlNetModel, UNet2DConditionModel,
    StableDiffusionControlNetPipeline, StableDiffusionControlNetImg2ImgPipeline, StableDiffusionInpaintPipeline)

GOLDEN, OUT = Path(sys.argv[1]), Path(sys.argv[2])
VERSIONS = {"diffusers": diffusers.__version__, "transformers": transformers.__version__, "torch": torch.__version__.split('+')[0], "safetensors": safetensors.__version__}
torch.set_num_threads(1)
FOX = "a photo of a red fox in the snow"
NEG = "blurry, low quality"
LONG = ", ".join(["a red fox in the snow under old pine trees"] * 12)
PIPES = {"sd.txt2img": StableDiffusionPipeline, "sd.img2img": StableDiffusionImg2ImgPipeline,
  "sd.inpaint": StableDiffusionInpaintPipeline,
  "sdxl.txt2img": StableDiffusionXLPipeline, "sdxl.img2img": StableDiffusionXLImg2ImgPipeline,
  "sd.controlnet.txt2img": StableDiffusionControlNetPipeline, "sd.controlnet.img2img": StableDiffusionControlNetImg2ImgPipeline}

def image(seed, h, w):
    g = torch.Generator().manual_seed(seed)
    x = torch.nn.functional.interpolate(torch.rand(1, 3, 6, 6, generator=g), (h, w), mode="bilinear")
    return (x * 255).round() / 255

def run(base, call, tensors, name, folder):
    kind = call["pipeline"]
    extra = {}
    if "controlnet" in kind:
        extra["controlnet"] = ControlNetModel.from_pretrained(GOLDEN / "controlnet/controlnet", torch_dtype=torch.float32)
    pipe = PIPES[kind].from_pretrained(GOLDEN / "models" / base, torch_dtype=torch.float32, safety_checker=None, **extra)
    config = dict(pipe.scheduler.config); config.update(call.get("scheduler", {}))
    pipe.scheduler = LCMScheduler.from_config(config)
    pipe.set_progress_bar_config(disable=True)
    for lora, scale in call.get("loras", []):
        pipe.load_lora_weights(str(GOLDEN / f"lora-{base}/lora"), weight_name=f"{lora}.kohya.safetensors", adapter_name=lora)
    if call.get("loras"):
        pipe.set_adapters([l for l, _ in call["loras"]], [s for _, s in call["loras"]])
    outs = []
    forward = pipe.unet.forward
    def wrapped(*a, **k):
        out = forward(*a, **k)
        outs.append(out[0].detach().clone())
        if base == "sdxl" and len(outs) == 1:
            tensors[f"out.{name}.time_ids"] = k["added_cond_kwargs"]["time_ids"].float().clone()
        return out
    pipe.unet.forward = wrapped
    decode = pipe.vae.decode
    def decoding(*a, **k):
        out = decode(*a, **k)
        tensors[f"out.{name}.image_raw"] = out[0].detach().clone()
        return out
    pipe.vae.decode = decoding
    latents, args = [], {}
    def each(p, i, t, kw):
        latents.append(kw["latents"].clone()); return kw
    h, w = call.get("height", 48), call.get("width", 48)
    seeds = call["seed"]
    gen = [torch.Generator().manual_seed(s) for s in seeds] if isinstance(seeds, list) else torch.Generator().manual_seed(seeds)
    for k in ("prompt_2", "negative_prompt", "original_size", "target_size"):
        if k in call: args[k] = tuple(call[k]) if k.endswith("size") else call[k]
    if "crop" in call: args["crops_coords_top_left"] = tuple(call["crop"])
    if "timesteps" in call: args["timesteps"] = call["timesteps"]
    else: args["num_inference_steps"] = call["steps"]
    if "images" in call: args["num_images_per_prompt"] = call["images"]
    if "img2img" in kind or "inpaint" in kind:
        tensors[f"in.{name}.image"] = image(7, h, w)
        args["image"] = image(7, h, w); args["strength"] = call["strength"]
    else: args.update(height=h, width=w)
    if "inpaint" in kind:
        m = torch.zeros(1, 1, h, w); m[..., : w // 2] = 1
        tensors[f"in.{name}.mask"] = m
        args["mask_image"] = m; args["height"] = h; args["width"] = w
    if "controlnet" in kind:
        tensors[f"in.{name}.control_image"] = image(8, h, w)
        args["control_image" if "img2img" in kind else "image"] = image(8, h, w)
        args["controlnet_conditioning_scale"] = call.get("scale", 1.0)
        args["guess_mode"] = call.get("guess_mode", False)
        args["control_guidance_start"] = call.get("start", 0.0); args["control_guidance_end"] = call.get("end", 1.0)
    with torch.no_grad():
        pic = pipe(call["prompt"], guidance_scale=call["guidance"], generator=gen, callback_on_step_end=each, output_type="np", **args).images
    for i, l in enumerate(latents):
        tensors[f"out.{name}.latents_after_step.{i}"] = l
        tensors[f"out.{name}.unet_output.{i}"] = outs[i]
    ts = pipe.scheduler.timesteps[-len(latents):]
    tensors[f"out.{name}.timesteps"] = ts.long().clone()
    if len(pic) == 1:
        Image.fromarray((pic[0] * 255).round().astype(np.uint8)).save(folder / f"{name}.png")

def case(id, kind, title, what, calls, models, base, tolerance):
    folder = OUT / id; folder.mkdir(parents=True, exist_ok=True)
    t = {}
    for name, call in calls.items(): run(base, call, t, name, folder)
    save_file({k: v.clone().contiguous() for k, v in t.items()}, folder / "io.safetensors")
    (folder / "case.json").write_text(json.dumps({"id": id, "kind": kind, "class": "core", "title": title, "models": models,
      "calls": calls, "tolerance": tolerance, "what": what, "versions": VERSIONS, "io": "io.safetensors"}, indent=1) + "\n")

SD = {"base": "../models/sd15", "lcm": "../lora-sd15/lora/lcm.kohya.safetensors", "controlnet": "../controlnet/controlnet"}
XL = {"base": "../models/sdxl", "lcm": "../lora-sdxl/lora/lcm.kohya.safetensors"}
TOL = {"fp32": {"rel_l2": 0.001, "max_abs_over_max": 0.01, "png_levels": 2}}
LCM = [["lcm", 1.0]]
def sd(p="sd.txt2img", **k): return {"pipeline": p, "prompt": FOX, "guidance": 1.0, "steps": 2, "loras": LCM, **k}

case("pipeline-sd15-batch", "pipeline", "several pictures of one prompt",
 "images is the number of pictures for each prompt; seed is one generator for all rows, or a list with one for each row.",
 {"one_generator": sd(images=3, seed=11, height=40, width=40),
  "seeds": sd(images=2, seed=[11, 12]),
  "guided": sd(images=2, seed=13, guidance=1.6, steps=3),
  "two_prompts": sd(prompt=[FOX, "a boat"], images=2, seed=14, steps=1),
  "from_picture": sd("sd.img2img", images=3, seed=15, strength=0.5, steps=4, height=40, width=40),
  "from_picture_seeds": sd("sd.img2img", images=2, seed=[15, 16], strength=0.8, steps=4),
  "inpaint_seeds": sd("sd.inpaint", images=2, seed=[16, 17], strength=0.8, steps=4),
  "inpaint_one": sd("sd.inpaint", images=2, seed=17, strength=1.0, steps=2)}, SD, "sd15", TOL)
case("pipeline-sd15-prompts", "pipeline", "no negative prompt, timesteps by hand, a long prompt, zero terminal SNR",
 "A prompt that is longer than one chunk is cut, as the reference does. timesteps are given instead of steps.",
 {"no_negative": sd(seed=21, guidance=1.7),
  "timesteps": sd(seed=22, timesteps=[999, 700, 321]),
  "timesteps_img2img": sd("sd.img2img", seed=23, timesteps=[999, 759, 499, 259], strength=0.5),
  "long": sd(prompt=LONG, seed=24), "long_guided": sd(prompt=LONG, negative_prompt=LONG + " night", seed=25, guidance=1.5),
  "zero_snr": {"pipeline": "sd.txt2img", "prompt": FOX, "guidance": 1.0, "steps": 4, "seed": 26,
     "scheduler": {"rescale_betas_zero_snr": True, "prediction_type": "v_prediction"}}}, SD, "sd15", TOL)
case("pipeline-sd15-controlnet", "pipeline", "ControlNet in whole runs",
 "control_image in [0, 1]; scale is that of all residuals. With guess_mode residual i of n is scaled by 10^(i/(n-1) - 1) too, and a guided run's negative rows get none.",
 {"s50": sd("sd.controlnet.txt2img", scale=0.5, seed=31), "s80_g150": sd("sd.controlnet.txt2img", scale=0.8, guidance=1.5, negative_prompt=NEG, seed=32),
  "guess": sd("sd.controlnet.txt2img", scale=0.8, guess_mode=True, seed=33), "guess_g150": sd("sd.controlnet.txt2img", scale=1.0, guidance=1.5, guess_mode=True, seed=34),
  "half_way": sd("sd.controlnet.txt2img", scale=1.0, seed=36, steps=4, start=0.0, end=0.5),
  "img2img": sd("sd.controlnet.img2img", scale=0.8, strength=0.5, steps=4, seed=35, guidance=1.4)}, SD, "sd15", TOL)
case("pipeline-sdxl-sizes", "pipeline", "SDXL: a prompt for the second encoder, sizes and crop",
 "prompt_2 is for the second encoder. original_size and target_size are height and width, crop is top and left.",
 {"prompt_2": sd("sdxl.txt2img", prompt_2="an oil painting", seed=41), "sizes": sd("sdxl.txt2img", original_size=[96, 64], crop=[8, 16], target_size=[40, 56], seed=42),
  "all_guided": sd("sdxl.txt2img", prompt_2="an oil painting", original_size=[96, 64], crop=[8, 16], target_size=[40, 56], guidance=1.5, negative_prompt=NEG, seed=43),
  "empty_negative": sd("sdxl.txt2img", guidance=1.5, negative_prompt="", seed=46),
  "images": sd("sdxl.txt2img", images=2, seed=44, guidance=1.3), "img2img": sd("sdxl.img2img", strength=0.5, steps=4, original_size=[100, 90], crop=[4, 2], prompt_2="ink", seed=45)},
 XL, "sdxl", TOL)

# ControlNet alone in guess mode
folder = OUT / "controlnet-guess"; folder.mkdir(parents=True, exist_ok=True)
net = ControlNetModel.from_pretrained(GOLDEN / "controlnet/controlnet", torch_dtype=torch.float32)
unet = UNet2DConditionModel.from_pretrained(GOLDEN / "models/sd15/unet", torch_dtype=torch.float32)
t, calls = {}, {"guess_100": {"scale": 1.0, "guess_mode": True}, "guess_80": {"scale": 0.8, "guess_mode": True}}
for i, (name, call) in enumerate(calls.items()):
    g = torch.Generator().manual_seed(50 + i)
    x, ts, c = torch.randn(2, 4, 8, 8, generator=g), torch.tensor([999, 259]), torch.randn(2, 77, unet.config.cross_attention_dim, generator=g)
    cond = torch.rand(2, 3, 64, 64, generator=g)
    for n, v in dict(sample=x, timestep=ts, encoder_hidden_states=c, cond=cond).items(): t[f"in.{name}.{n}"] = v
    with torch.no_grad():
        down, mid = net(x, ts, c, cond, conditioning_scale=call["scale"], guess_mode=True, return_dict=False)
        for k, d in enumerate(down): t[f"out.{name}.down.{k}"] = d
        t[f"out.{name}.mid"] = mid
        t[f"out.{name}.sample"] = unet(x, ts, c, down_block_additional_residuals=down, mid_block_additional_residual=mid)[0]
save_file({k: v.clone().contiguous() for k, v in t.items()}, folder / "io.safetensors")
(folder / "case.json").write_text(json.dumps({"id": "controlnet-guess", "kind": "controlnet", "class": "core", "title": "ControlNet in guess mode",
  "models": {"controlnet": "../controlnet/controlnet", "unet": "../models/sd15/unet"}, "calls": calls, "tolerance": {"fp32": {"rel_l2": 1e-5, "max_abs_over_max": 1e-4}},
  "what": "Residual i of n is scaled by scale * logspace(-1, 0, n)[i], the middle as the last.", "versions": VERSIONS, "io": "io.safetensors"}, indent=1) + "\n")

# Scheduler alone
folder = OUT / "lcm-steps-strength"; folder.mkdir(parents=True, exist_ok=True)
BASE = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
calls = {"strength": {"config": BASE, "steps": 4, "strength": 0.3}, "strength_58": {"config": BASE, "steps": 5, "strength": 0.58},
  "custom_strength": {"config": BASE, "timesteps_in": [999, 759, 499, 259], "strength": 0.5},
  "original_25": {"config": BASE, "steps": 3, "strength": 0.7, "original": 25},
  "custom_more": {"config": BASE, "timesteps_in": [980, 700, 340, 20], "strength": 0.75},
  "zero_snr": {"config": {**BASE, "rescale_betas_zero_snr": True, "prediction_type": "v_prediction"}, "steps": 4},
  "zero_snr_sample": {"config": {**BASE, "rescale_betas_zero_snr": True, "prediction_type": "sample"}, "steps": 3, "strength": 0.5}}
t = {}
for i, (name, call) in enumerate(calls.items()):
    s = LCMScheduler(**call["config"])
    if "timesteps_in" in call: s.set_timesteps(timesteps=call["timesteps_in"], strength=call["strength"])
    else: s.set_timesteps(call["steps"], strength=call.get("strength", 1.0), original_inference_steps=call.get("original"))
    g = torch.Generator().manual_seed(60 + i)
    x = torch.randn(1, 4, 4, 4, generator=g); t[f"in.{name}.sample"] = x
    t[f"out.{name}.timesteps"] = torch.as_tensor(s.timesteps).long()
    import diffusers.schedulers.scheduling_lcm as L
    for k, ts in enumerate(s.timesteps):
        e = torch.randn(1, 4, 4, 4, generator=g); t[f"in.{name}.model_output.{k}"] = e
        drawn = []
        real = L.randn_tensor
        L.randn_tensor = lambda *a, **kw: drawn.append(real(*a, **kw)) or drawn[-1]
        o = s.step(e, ts, x, generator=g)
        L.randn_tensor = real
        if drawn: t[f"in.{name}.noise.{k}"] = drawn[0]
        t[f"out.{name}.denoised.{k}"], x = o.denoised, o.prev_sample
        t[f"out.{name}.prev_sample.{k}"] = x
save_file({k: v.clone().contiguous() for k, v in t.items()}, folder / "io.safetensors")
(folder / "case.json").write_text(json.dumps({"id": "lcm-steps-strength", "kind": "lcm_step", "class": "core", "title": "LCM steps with the scheduler's own strength",
  "calls": calls, "tolerance": {"fp32": {"rel_l2": 2e-6, "max_abs_over_max": 1e-5}},
  "what": "strength cuts the scheduler's own list. Of timesteps by hand it leaves the last; the reference then also adds noise after the last of them, with the coefficients of that timestep. original: original_inference_steps.",
  "versions": VERSIONS, "io": "io.safetensors"}, indent=1) + "\n")

folder = OUT / "add-noise-zero-snr"; folder.mkdir(parents=True, exist_ok=True)
s = LCMScheduler(**BASE, rescale_betas_zero_snr=True)
g = torch.Generator().manual_seed(70)
o, n, ts = torch.randn(4, 4, 3, 5, generator=g), torch.randn(4, 4, 3, 5, generator=g), torch.tensor([999, 998, 500, 0])
t = {"in.rows.original": o, "in.rows.noise": n, "in.rows.timesteps": ts, "out.rows.noisy": s.add_noise(o, n, ts),
  "out.table.alphas_cumprod": s.alphas_cumprod, "out.table.sqrt_alpha": s.alphas_cumprod.sqrt(), "out.table.sqrt_one_minus_alpha": (1 - s.alphas_cumprod).sqrt()}
save_file({k: v.clone().contiguous() for k, v in t.items()}, folder / "io.safetensors")
(folder / "case.json").write_text(json.dumps({"id": "add-noise-zero-snr", "kind": "add_noise", "class": "core", "title": "noise schedule with zero terminal SNR",
  "config": {**BASE, "rescale_betas_zero_snr": True}, "tolerance": {"fp32": {"rel_l2": 5e-6, "max_abs_over_max": 1e-5}},
  "what": "As add-noise, of a schedule whose last timestep is pure noise.", "versions": VERSIONS, "io": "io.safetensors"}, indent=1) + "\n")
