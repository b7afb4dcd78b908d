"""One peer: a checkpoint's networks run by another library. Peers.java starts it and asks, a line of JSON each.

{"do": "versions"}                      what computes here
{"do": "peak", "precision": ...}        GFLOP/s of the largest matrix products, the best of some
{"do": "prepare", "model": folder, "part": ..., "size": pixels, "rows": ..., "precision": ..., "steps": ...}
{"do": "measure", "seconds": ...}       milliseconds of each call of the part prepared last
"""

import argparse
import importlib.metadata
import json
import os
import sys
import time

ARGUMENTS = argparse.ArgumentParser()
ARGUMENTS.add_argument("kind", choices=["eager", "compiled", "openvino"])
ARGUMENTS.add_argument("--threads", type=int, required=True)
ARGUMENTS.add_argument("--device", required=True)
OPTIONS = ARGUMENTS.parse_args()
os.environ["OMP_NUM_THREADS"] = str(OPTIONS.threads)  # before torch reads it

import diffusers  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402
from torch._subclasses.fake_tensor import FakeTensorMode  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


class Text(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids):
        return self.model(ids).last_hidden_state


class Step(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
        self.dtype = model.dtype

    def forward(self, latent, timestep, context):
        out = self.model(latent.to(self.dtype), timestep, context.to(self.dtype), return_dict=False)[0]
        return out.float()


class Encode(torch.nn.Module):
    """Bytes (n, height, width, 3) to latents."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.dtype = model.dtype

    def forward(self, rgb):
        x = (rgb.permute(0, 3, 1, 2).float() / 127.5 - 1).to(self.dtype)
        if isinstance(self.model, diffusers.AutoencoderTiny):
            latent = self.model.encode(x, return_dict=False)[0]
        else:
            latent = self.model.encode(x, return_dict=False)[0].mode()
        return latent.float() * self.model.config.scaling_factor


class Decode(torch.nn.Module):
    """Latents to bytes."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.dtype = model.dtype

    def forward(self, latent):
        x = (latent / self.model.config.scaling_factor).to(self.dtype)
        x = self.model.decode(x, return_dict=False)[0]
        x = (x.float() / 2 + 0.5).clamp(0, 1) * 255
        return x.round().to(torch.uint8).permute(0, 2, 3, 1).contiguous()


class Networks:
    """A checkpoint's parts in one type, loaded when they are asked for."""

    def __init__(self, folder, precision):
        self.folder = folder
        self.dtype = TYPES[precision]
        self.parts = {}

    def part(self, name):
        if name not in self.parts:
            self.parts[name] = self.load(name)
        return self.parts[name]

    def load(self, name):
        place = {"torch_dtype": self.dtype}
        if name == "text":
            return Text(self.ready(transformers.CLIPTextModel.from_pretrained(f"{self.folder}/text_encoder", dtype=self.dtype)))
        if name == "step":
            return Step(self.ready(diffusers.UNet2DConditionModel.from_pretrained(self.folder, subfolder="unet", **place)))
        with open(f"{self.folder}/vae/config.json", encoding="utf-8") as file:
            kind = getattr(diffusers, json.load(file)["_class_name"])
        vae = self.ready(kind.from_pretrained(self.folder, subfolder="vae", **place))
        self.parts["encode"], self.parts["decode"] = Encode(vae), Decode(vae)
        return self.parts[name]

    @staticmethod
    def ready(model):
        return model.eval().requires_grad_(False).to(OPTIONS.device, memory_format=torch.channels_last)

    def inputs(self, name, size, rows):
        """Random ones, in the shapes that a picture needs."""
        unet = self.part("step").model.config
        vae = self.part("decode").model
        scale = 2 ** (len(getattr(vae.config, "block_out_channels")) - 1)
        latent = torch.randn(rows, unet.out_channels, size // scale, size // scale, device=OPTIONS.device)
        if name == "text":
            limits = self.part("text").model.config
            shape = (rows, limits.max_position_embeddings)
            return (torch.randint(limits.vocab_size, shape, device=OPTIONS.device),)
        if name == "encode":
            return (torch.randint(256, (rows, size, size, 3), dtype=torch.uint8, device=OPTIONS.device),)
        if name == "decode":
            return (latent,)
        tokens = self.part("text").model.config.max_position_embeddings
        context = torch.randn(rows, tokens, unet.cross_attention_dim, device=OPTIONS.device)
        return latent, torch.full((rows,), 499.0, device=OPTIONS.device), context


def eager(module, inputs):
    return module


def compiled(module, inputs):
    if OPTIONS.device != "cpu":
        return torch.compile(module, mode="reduce-overhead", dynamic=False)
    import torch._inductor.config

    torch._inductor.config.freezing = True  # weights laid out once, as the other peers have them
    return torch.compile(module, dynamic=False)


def openvino(module, inputs):
    import openvino

    plain = module.float()
    plain.dtype = torch.float32  # OpenVINO casts by its own hint
    traced = torch.jit.trace(plain, inputs, check_trace=False)
    model = openvino.convert_model(traced, example_input=inputs, input=[tuple(x.shape) for x in inputs])
    settings = {
        "INFERENCE_PRECISION_HINT": "bf16" if STATE.precision == "bf16" else "f32",
        "INFERENCE_NUM_THREADS": OPTIONS.threads,
        "PERFORMANCE_HINT": "LATENCY",
    }
    network = openvino.compile_model(model, "CPU", settings)
    request = network.create_infer_request()

    def run(*tensors):
        request.infer([x.numpy() for x in tensors], share_inputs=True, share_outputs=True)
        return torch.from_numpy(request.get_output_tensor(0).data)

    return run


class State:
    """What was prepared last."""

    networks = None
    loaded = None
    precision = None
    runners = {}
    call = None


STATE = State()


def runner(part, size, rows):
    key = (part, size, rows)
    if key not in STATE.runners:
        if OPTIONS.kind != "eager":
            STATE.runners = {k: v for k, v in STATE.runners.items() if k[1:] == key[1:]}
        inputs = STATE.networks.inputs(part, size, rows)
        make = {"eager": eager, "compiled": compiled, "openvino": openvino}[OPTIONS.kind]
        STATE.runners[key] = (make(STATE.networks.part(part), inputs), inputs)
    return STATE.runners[key]


def gigaflop(part, size, rows):
    """By shapes alone, multiply and add counted as two."""
    module, inputs = STATE.networks.part(part), STATE.networks.inputs(part, size, rows)
    with FakeTensorMode(allow_non_fake_inputs=True) as fakes, FlopCounterMode(display=False) as counter:
        module(*[fakes.from_tensor(x) for x in inputs])
    return counter.get_total_flops() / 1e9


def whole(size, rows, steps):
    """Picture to picture: encoded, noised, so many steps, decoded; the text is known."""
    encode, rgb = runner("encode", size, rows)
    step, (_, _, context) = runner("step", size, rows)
    decode, _ = runner("decode", size, rows)
    scheduler = diffusers.LCMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012)
    scheduler.set_timesteps(steps, original_inference_steps=50)

    def run():
        latent = encode(*rgb).clone()
        timesteps = scheduler.timesteps
        scheduler._step_index = None
        latent = scheduler.add_noise(latent, torch.randn_like(latent), timesteps[:1].cpu())
        for timestep in timesteps:
            rowwise = torch.full((rows,), float(timestep), device=OPTIONS.device)
            latent = scheduler.step(step(latent, rowwise, context), timestep, latent, return_dict=False)[0]
        return decode(latent)

    return run


def prepare(request):
    model = (request["model"], request["precision"])
    if STATE.loaded != model:
        STATE.runners, STATE.precision = {}, request["precision"]
        own = "fp32" if OPTIONS.kind == "openvino" else request["precision"]
        STATE.networks, STATE.loaded = Networks(request["model"], own), model
    part, size, rows = request["part"], request["size"], request["rows"]
    if part == "picture":
        STATE.call, work = whole(size, rows, request["steps"]), 0
    else:
        work = gigaflop(part, size, rows)
        run, inputs = runner(part, size, rows)
        STATE.call = lambda: run(*inputs)
    for _ in range(3):
        once()
    measure({"seconds": 1.5})
    return {"gigaflop": work}


def once():
    began = time.perf_counter()
    STATE.call()
    if OPTIONS.device != "cpu":
        torch.cuda.synchronize()
    return 1e3 * (time.perf_counter() - began)


def measure(request):
    end = time.perf_counter() + request["seconds"]
    times = [once()]
    while time.perf_counter() < end:
        times.append(once())
    return {"millis": times}


def peak(request):
    side, best = 2048 if OPTIONS.device == "cpu" else 8192, 0.0
    a, b = (torch.randn(side, side, dtype=TYPES[request["precision"]], device=OPTIONS.device) for _ in range(2))
    products = [lambda: torch.mm(a, b)]
    if OPTIONS.device == "cpu":
        packed = torch.ops.mkldnn._reorder_linear_weight(b)
        products.append(lambda: torch.ops.mkldnn._linear_pointwise(a, packed, None, "none", [], ""))
    for product in products:
        for _ in range(8):
            STATE.call = product
            best = max(best, 2e-6 * side**3 / once())
    return {"gigaflops": best}


def versions(request):
    names = ["torch", "diffusers"] + (["openvino"] if OPTIONS.kind == "openvino" else [])
    return {"versions": {name: importlib.metadata.version(name) for name in names}}


def main():
    torch.set_num_threads(OPTIONS.threads)
    answers, sys.stdout = sys.stdout, sys.stderr  # what libraries print is no answer
    torch.manual_seed(0)
    jobs = {"prepare": prepare, "measure": measure, "peak": peak, "versions": versions}
    with torch.no_grad():
        for line in sys.stdin:
            request = json.loads(line)
            try:
                answer = jobs[request["do"]](request)
            except Exception as error:  # noqa: BLE001 - told to who asked
                answer = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
            print(json.dumps(answer), file=answers, flush=True)


main()
