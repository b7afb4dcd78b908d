from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from inkling_recipe import diffusion_task, latents, lora, nets, schedule
from inkling_recipe.__main__ import parser
from inkling_recipe.critic import Critic
from inkling_recipe.flat import Flat
from inkling_recipe.latents import Batch
from inkling_recipe.stages import plan
from inkling_recipe.trainer import Options, Task, train

RECIPE = Path(__file__).parents[1]


class Line(Task):
    """Learns y = 2 x."""

    def __init__(self, _):
        torch.manual_seed(0)
        self.net = nn.Linear(1, 1)
        self.modules = (self.net,)

    def loss(self, generator, progress):
        x = torch.randn(16, 1, generator=generator)
        loss = (self.net(x) - 2 * x).pow(2).mean()
        return loss, {}

    def save(self, folder):
        torch.save(self.net.state_dict(), folder / "line.pt")

    def sample(self, folder):
        return {"slope": float(self.net.weight.detach())}


def test_twoProcessesLearnOneSetOfWeightsAndGoOnWhereTheyWereLeft(tmp_path):
    out = str(tmp_path / "line")
    half = train(Line, None, Options(out, steps=60, lr=0.05, warmup=5, world=2))
    state = torch.load(f"{out}/state.pt")
    assert state["step"] == 60
    whole = train(Line, None, Options(out, steps=200, lr=0.05, warmup=5, world=2))
    assert abs(whole["slope"] - 2) < abs(half["slope"] - 2) and abs(whole["slope"] - 2) < 0.1
    assert (tmp_path / "line" / "loss.png").exists()


def test_everyLineOfTheGpuPlanIsAStage():
    whole, _ = parser()
    planned = [whole.parse_args([word for word in words if word != "&"]).stage for words in plan.lines((RECIPE / "gpu.plan").read_text())]
    assert list(dict.fromkeys(planned)) == ["latents", "base", "export", "lcm-lora", "few-steps"]


def test_flatAdamIsAdam():
    torch.manual_seed(0)
    ours, theirs = nn.Linear(5, 3), nn.Linear(5, 3)
    theirs.load_state_dict(ours.state_dict())
    flat = Flat(ours.parameters())
    adam = torch.optim.Adam(theirs.parameters(), lr=0.01, betas=(flat.beta1, flat.beta2))
    for step in range(1, 6):
        x = torch.randn(4, 5)
        ours(x).pow(2).mean().backward()
        theirs(x).pow(2).mean().backward()
        nn.utils.clip_grad_norm_(theirs.parameters(), 1.0)
        flat.step(step, 0.01)
        adam.step()
        adam.zero_grad()
    torch.testing.assert_close(ours.weight, theirs.weight, rtol=1e-4, atol=1e-6)


def test_criticLearnsNothingFromDisbelief():
    torch.manual_seed(0)
    critic, made = Critic(4), torch.randn(1, 3, 32, 32, requires_grad=True)
    critic.disbelief(made).backward()
    assert made.grad.abs().sum() > 0 and all(p.grad is None for p in critic.parameters())
    made.grad = None
    critic.learn(torch.randn(1, 3, 32, 32), made).backward()
    assert made.grad is None and all(p.grad is not None for p in critic.parameters())


def test_aPerfectNetworkSamplesTheCleanLatent():
    z = torch.randn(2, 4, 8, 8)
    perfect = lambda x, t: (x - schedule.A[t] * z) / schedule.S[t]
    for sample in (schedule.ddim, schedule.lcm):
        for strength in (0.4, 1.0):
            torch.testing.assert_close(sample(perfect, torch.zeros_like(z) + z, strength, 4, [0, 1]).clamp(-4, 4), z.clamp(-4, 4), rtol=1e-3, atol=2e-3)


def test_withoutFreshNoiseEveryStepKeepsTheFirstOnes():
    z = torch.randn(2, 4, 8, 8)
    seen = []
    perfect = lambda x, t: seen.append((x - schedule.A[t] * z) / schedule.S[t]) or seen[-1]
    for eta, alike in ((0.0, True), (0.6, False), (1.0, False)):
        seen.clear()
        schedule.lcm(perfect, z, 0.6, 4, [0, 1], eta)
        assert all(torch.allclose(noise, seen[0], atol=1e-3) for noise in seen) == alike
        torch.testing.assert_close(torch.stack(seen).std(), torch.tensor(1.0), rtol=0.1, atol=0)


def test_lcmTimesAreThoseOfDiffusers():
    from diffusers import LCMScheduler

    from inkling_recipe.stages.export import scheduler
    theirs = LCMScheduler.from_config(scheduler().config)
    for steps in (1, 2, 4, 8):
        theirs.set_timesteps(steps)
        assert theirs.timesteps.tolist() == schedule.lcm_times(steps, 1.0)


def test_atTheLastTimestepNothingOfThePictureIsInTheNoise():
    batch = Batch(torch.full((6, 2, 4, 4), 3.0), torch.zeros(6, 2, 4, 4), torch.zeros(6, dtype=torch.bool), torch.zeros(6, 32, dtype=torch.long))
    t = torch.tensor([schedule.LAST] * 3 + [500] * 3)
    noised = diffusion_task.noisy(batch, t, 0, torch.Generator().manual_seed(0))
    assert noised.x[:3].mean().abs() < 0.3
    a, s = schedule.at(t)
    torch.testing.assert_close((noised.x - s * noised.target) / a, batch.z, rtol=1e-3, atol=1e-3)
    assert noised.x[3:].mean() > 0.3


def test_latentsThatComeDuringATrainingAreTakenIn(tmp_path, monkeypatch):
    monkeypatch.setattr(latents.Latents, "LOOK_SECONDS", 0)

    def write(number, value):
        rows = {"z": np.full((3, 2, 4, 4), value, np.float16), "zs": np.zeros((3, 2, 4, 4), np.float16), "has": np.array([True, False, True]), "ids": np.zeros((3, 32), np.int16)}
        latents.write(tmp_path / f"some.{number}.npz", [rows], ["a", "b", "c"])

    write(0, 0.0)
    growing, fixed = (latents.Latents([tmp_path / name], "cpu") for name in ("some.*.npz", "some.0.npz"))
    generator = torch.Generator().manual_seed(0)
    for number in range(1, 4):
        write(number, float(number))
        assert set(growing.batch(200, generator).z.unique().tolist()) == set(map(float, range(number + 1)))
    assert len(fixed.batch(9, generator).z) == 9 and (len(fixed), len(growing)) == (3, 12)
    assert growing.sketched().tolist() == [0, 2, 3, 5, 6, 8, 9, 11]


def test_onTheSketchBridgeTheAnswerIsStillTheCleanPicture():
    generator = torch.Generator().manual_seed(0)
    n = 64
    batch = Batch(torch.randn(n, 2, 4, 4), torch.randn(n, 2, 4, 4), torch.arange(n) % 2 == 0, torch.zeros(n, 32))
    t = diffusion_task.spread_times(n, generator)
    noised = diffusion_task.noisy(batch, t, 0.9, generator)
    assert noised.bridged.any() and not noised.bridged[1::2].any() and (t[noised.bridged] >= 200).all()
    a, s = (diffusion_task.four(k[t]) for k in (schedule.A, schedule.S))
    torch.testing.assert_close((noised.x - s * noised.target) / a, batch.z, rtol=1e-3, atol=2e-2)
    assert float(diffusion_task.weighted_error(noised.target, noised)[0]) == 0


def test_aSmallerUnetBecomesTheInsideOfALargerOne(tmp_path):
    small, large = (nets.unet(64, channels, 4, 32) for channels in ((32, 32, 64), (32, 32, 32, 64)))
    small.save_pretrained(tmp_path / "unet")
    assert nets.warm_start(large, tmp_path) > 100
    torch.testing.assert_close(large.down_blocks[3].resnets[0].conv1.weight, small.down_blocks[2].resnets[0].conv1.weight)
    torch.testing.assert_close(large.mid_block.resnets[0].conv1.weight, small.mid_block.resnets[0].conv1.weight)
    torch.testing.assert_close(large.up_blocks[0].resnets[0].conv2.weight, small.up_blocks[0].resnets[0].conv2.weight)


def test_mergedLoraDrawsWhatTheHookedOneDraws(tmp_path):
    torch.manual_seed(0)
    unet = nets.unet(64, (32, 32), 4, 32).eval().requires_grad_(False)
    x, t, words = torch.randn(1, 4, 8, 8), torch.tensor([500]), torch.randn(1, 32, 32)
    plain = unet(x, t, words).sample
    adapters = lora.Adapters(unet, 4)
    for up in adapters.up:
        nn.init.normal_(up.weight, std=0.02)
    hooked = unet(x, t, words).sample
    adapters.save(tmp_path / "a.safetensors")
    adapters.on = False
    torch.testing.assert_close(unet(x, t, words).sample, plain)
    lora.merge(unet, tmp_path / "a.safetensors")
    torch.testing.assert_close(unet(x, t, words).sample, hooked, rtol=1e-2, atol=1e-2)
    assert (hooked - plain).abs().max() > 0.05


def test_aCopiedLoraIsThePartAskedFor(tmp_path):
    adapters = lora.Adapters(nets.unet(64, (32, 32), 4, 32), 2)
    for up in adapters.up:
        nn.init.normal_(up.weight)
    adapters.save(tmp_path / "a.safetensors")
    lora.copy(tmp_path / "a.safetensors", tmp_path / "b.safetensors", 0.5)
    whole, half = (load_file(tmp_path / name) for name in ("a.safetensors", "b.safetensors"))
    key = lora.key_of(adapters.names[0])
    torch.testing.assert_close(lora.product_of(half, key), 0.5 * lora.product_of(whole, key))


def test_aCopyOfLowerRankIsTheNearestOne(tmp_path):
    adapters = lora.Adapters(nets.unet(64, (32, 32), 4, 32), 3)
    for up in adapters.up:
        nn.init.normal_(up.weight)
    adapters.save(tmp_path / "a.safetensors")
    lora.copy(tmp_path / "a.safetensors", tmp_path / "b.safetensors", 2.0, rank=2)
    whole, less = (load_file(tmp_path / name) for name in ("a.safetensors", "b.safetensors"))
    for name in adapters.names:
        key = lora.key_of(name)
        assert {k: v.shape for k, v in less.items() if k.startswith(f"{key}.")}[f"{key}.lora_down.weight"][0] == 2
        lost = torch.linalg.svdvals(2 * lora.product_of(whole, key))[2]
        torch.testing.assert_close((2 * lora.product_of(whole, key) - lora.product_of(less, key)).norm(), lost, rtol=0.02, atol=0.02)


def test_aLoraBeginsFromThatOfASmallerUnet(tmp_path):
    small, large = (nets.unet(64, channels, 4, 32) for channels in ((32, 64), (32, 32, 64)))
    old, new = lora.Adapters(small, 2), lora.Adapters(large, 3)
    for up in old.up:
        nn.init.normal_(up.weight)
    old.save(tmp_path / "old.safetensors")
    assert new.begin(tmp_path / "old.safetensors") > 30
    of = lambda adapters, name: next(up.weight.flatten(1) @ down.weight.flatten(1)
                                     for layer, down, up in zip(adapters.names, adapters.down, adapters.up) if layer == name)
    for name, older in (("down_blocks.2.resnets.0.conv1", "down_blocks.1.resnets.0.conv1"), ("mid_block.resnets.0.conv1",) * 2):
        torch.testing.assert_close(of(new, name), of(old, older), rtol=1e-2, atol=1e-2)
    assert of(new, "down_blocks.0.resnets.0.conv1").abs().max() == 0, "what is new begins with nothing"
    strange = lora.Adapters(nets.unet(64, (64, 128), 8, 64), 2)
    with pytest.raises(ValueError, match="old.safetensors: no layer of this UNet"):
        strange.begin(tmp_path / "old.safetensors")


def test_anotherDecoderHasWhatTheOldOneKnew():
    vae = nets.autoencoder(16, 4)
    light = nets.with_decoder(vae, (5, 2, 1, 0))
    x = torch.rand(1, 3, 32, 32)
    torch.testing.assert_close(light.encode(x).latents, vae.encode(x).latents)
    assert light.decode(torch.randn(1, 4, 4, 4)).sample.shape == (1, 3, 32, 32)
    convolutions = [[layer for layer in net.decoder.layers if isinstance(layer, nn.Conv2d)] for net in (vae, light)]
    for old, new in zip(*convolutions, strict=True):
        torch.testing.assert_close(new.weight, old.weight)
