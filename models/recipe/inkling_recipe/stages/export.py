"""Collects base, autoencoder and LoRAs into one folder in diffusers' layout, float16, and loads it back with diffusers' own pipeline."""

import json
import shutil
from pathlib import Path

import torch
from diffusers import (AutoencoderTiny, ControlNetModel, DDIMScheduler, LCMScheduler, StableDiffusionControlNetImg2ImgPipeline,
                       StableDiffusionImg2ImgPipeline, UNet2DConditionModel)
from PIL import Image
from transformers import CLIPTextModel

from .. import lora
from ..demo import demos, draw
from ..follow import ADAPTER
from ..model import sizes
from ..prompts import Prompts

LIMIT_MB = {"all": 60, "lora": 6}


def add_arguments(parser):
    parser.add_argument("--base", default="work/base", help="folder with unet/ and text_encoder/")
    parser.add_argument("--vae", default="work/vae/vae", help="autoencoder folder")
    parser.add_argument("--tokenizer", default="work/tokenizer")
    parser.add_argument("--lora", nargs="*", default=[], help="LoRA files, as FILE or FILE:SCALE, the part of it that is to be used at 1; each keeps its name")
    parser.add_argument("--lora-rank", type=int, help="most of what those files are kept with; a LoRA that the folder has already stays as it is")
    parser.add_argument("--adapter", default="", help="folder of the sketch adapter; becomes controlnet/sketch/")
    parser.add_argument("--eta", type=float, default=0.0, help="share of fresh noise between the steps of the LCM sampler, 0 to 1; diffusers has 1 and does not read this")
    parser.add_argument("--out", default="work/inkling")


def run(arguments):
    if not 0 <= arguments.eta <= 1:
        raise ValueError(f"--eta: {arguments.eta} (expected: 0 to 1)")
    out = Path(arguments.out)
    (out / "lora").mkdir(parents=True, exist_ok=True)
    UNet2DConditionModel.from_pretrained(f"{arguments.base}/unet").half().save_pretrained(out / "unet")
    CLIPTextModel.from_pretrained(f"{arguments.base}/text_encoder").half().save_pretrained(out / "text_encoder")
    AutoencoderTiny.from_pretrained(arguments.vae).half().save_pretrained(out / "vae")
    noise = scheduler()
    noise.register_to_config(eta=arguments.eta)
    noise.save_pretrained(out / "scheduler")
    json.dump(index(), open(out / "model_index.json", "w"), indent=1)
    if Path(arguments.tokenizer).absolute() != (out / "tokenizer").absolute():
        shutil.copytree(arguments.tokenizer, out / "tokenizer", dirs_exist_ok=True)
    for given in arguments.lora:
        file, _, scale = given.partition(".safetensors:")
        path = Path(f"{file}.safetensors" if scale else given)
        if scale or path.absolute() != (out / "lora" / path.name).absolute():
            lora.copy(path, out / "lora" / path.name, float(scale or 1), arguments.lora_rank)
    if arguments.adapter:
        ControlNetModel.from_pretrained(arguments.adapter).half().save_pretrained(out / ADAPTER)
    for name in filter(lambda name: (out / name).exists(), ("unet", "text_encoder", "vae", ADAPTER)):
        forget_origin(out / name / "config.json")
    check_sizes(out)
    for file in [None, *sorted((out / "lora").glob("*.safetensors"))]:
        picture = load_and_draw(out, file)
        print(f"diffusers loads {out}{' with ' + file.name if file else ''}: {picture.size[0]} px")


def scheduler():
    return DDIMScheduler(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False,
                         set_alpha_to_one=False, steps_offset=1, prediction_type="epsilon")


def index():
    return {"_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.42.1", "unet": ["diffusers", "UNet2DConditionModel"],
            "vae": ["diffusers", "AutoencoderTiny"], "text_encoder": ["transformers", "CLIPTextModel"],
            "tokenizer": ["transformers", "CLIPTokenizer"], "scheduler": ["diffusers", "DDIMScheduler"], "safety_checker": [None, None],
            "feature_extractor": [None, None], "requires_safety_checker": False, "inkling_token_remap": "tokenizer/remap.json"}


def forget_origin(config):
    """Removes the path from which the network was loaded."""
    values = json.load(config.open())
    values.pop("_name_or_path", None)
    json.dump(values, config.open("w"), indent=2)


def check_sizes(out):
    megabytes = {name: size / 1e6 for name, size in sizes(out).items()}
    for name, size in megabytes.items():
        print(f"{size:8.2f} MB  {name}")
        if name.startswith("lora/") and size > LIMIT_MB["lora"]:
            raise ValueError(f"{name}: {size:.1f} MB (expected: at most {LIMIT_MB['lora']})")
    if sum(megabytes.values()) > LIMIT_MB["all"]:
        raise ValueError(f"{out}: {sum(megabytes.values()):.1f} MB of weights (expected: at most {LIMIT_MB['all']})")


def load_and_draw(out, file):
    """One picture by diffusers' img2img pipeline with LCMScheduler: the LoRA read by its own loader, the sketch adapter, where there is one, beside."""
    prompts = Prompts(out)
    adapter = ControlNetModel.from_pretrained(out / ADAPTER).float() if (out / ADAPTER).exists() else None
    text_encoder = CLIPTextModel.from_pretrained(out / "text_encoder").float().eval()
    kind, more = (StableDiffusionControlNetImg2ImgPipeline, {"controlnet": adapter}) if adapter else (StableDiffusionImg2ImgPipeline, {})
    pipeline = kind(
        vae=AutoencoderTiny.from_pretrained(out / "vae").float(), text_encoder=text_encoder, tokenizer=prompts.tokenizer,
        unet=UNet2DConditionModel.from_pretrained(out / "unet").float(), scheduler=LCMScheduler.from_config(scheduler().config),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False, **more)
    pipeline.set_progress_bar_config(disable=True)
    if file is not None:
        pipeline.load_lora_weights(str(file.parent), weight_name=file.name, adapter_name="lora")
    demo = demos()[0]
    with torch.no_grad():
        words = text_encoder(prompts.batch([demo["prompt"]])).last_hidden_state
    sketch = Image.fromarray(draw(demo, 8 * pipeline.unet.config.sample_size))
    return pipeline(prompt_embeds=words, image=sketch, strength=0.6, num_inference_steps=4, guidance_scale=1.0,
                    generator=torch.Generator().manual_seed(0), **({"control_image": sketch} if adapter else {})).images[0]
