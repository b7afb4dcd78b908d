"""The whole recipe, tiny: if a stage rots, this says so. Numbers only have to move the right way."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from conftest import SETS, write_pack
from diffusers import ControlNetModel, StableDiffusionControlNetPipeline
from PIL import Image
from safetensors.torch import load_file

from inkling_recipe.__main__ import main, parser
from inkling_recipe.demo import demos, draw
from inkling_recipe.latents import Latents
from inkling_recipe.model import Inkling
from inkling_recipe.stages.card import gloss_section
from inkling_recipe.stages.export import scheduler
from inkling_recipe.trainer import DEVICE

TOKENIZER = Path(__file__).parents[2] / "inkling" / "tokenizer"


@pytest.fixture(scope="module")
def work(tmp_path_factory, pack_path):
    """Every stage in order; the model ends up in work/inkling."""
    work = tmp_path_factory.mktemp("work")
    pack, size = ["--pack", pack_path], ["--size", "64"]
    tokenizer, model, latents = work / "tokenizer", work / "inkling", work / "latents.npz"
    shutil.copytree(TOKENIZER, tokenizer)
    call("vocabulary", *pack, "--tokenizer", tokenizer)
    call("autoencoder", *pack, *size, "--pictures", 60, "--crop", 32, "--batch", 8, "--width", 16, "--channels", 4, "--steps", 160, "--lr", 4e-3, "--world", 1, "--out", work / "vae")
    shutil.copytree(tokenizer, model / "tokenizer")
    shutil.copytree(work / "vae" / "vae", model / "vae")
    call("latents", *pack, *size, "--model", model, "--pictures", 128, "--out", latents)
    call("base", "--latents", latents, "--model", model, "--batch", 16, "--channels", "32,32,64", "--width", 32, "--layers", 1, "--steps", 100, "--lr", 2e-3, "--out", work / "base")
    exported = ["--base", work / "base", "--vae", work / "vae" / "vae", "--tokenizer", tokenizer, "--out", model]
    call("export", *exported)
    call("lcm-lora", "--latents", latents, "--model", model, "--batch", 4, "--rank", 4, "--steps", 6, "--world", 1, "--out", work / "lcm")
    (work / "rest.plan").write_text(f"""
        latents --pack {pack_path} --size 64 --model {model} --of neon --pictures 16 --shard 8 --workers 1 --out {work}/neon.npz &  # comes while the next waits
        style neon --latents {work}/neon.*.npz --model {model} --beside {work}/lcm/lcm.safetensors --batch 4 --rank 4 --steps 6 --world 1 --out {work}/style

        adapter --latents {latents} --model {model} --beside {work}/lcm/lcm.safetensors --styles {work}/style/neon.safetensors={work}/neon.0000.npz \\
            --batch 4 --steps 5 --world 1 --out {work}/adapter
        few-steps --latents {latents} --model {model} --adapter {work}/adapter/controlnet --beside {work}/lcm/lcm.safetensors --batch 8 --lr 2e-3 --steps 40 --world 1 --out {work}/few
        few-steps --latents {work}/neon.0000.npz --style neon --model {model} --adapter {work}/few/controlnet --beside {work}/lcm/lcm.safetensors \\
            --warm {work}/style/neon.safetensors --batch 4 --lr 2e-3 --steps 20 --world 1 --out {work}/few-neon
        """)
    call("plan", work / "rest.plan")
    call("export", *exported, "--adapter", work / "few" / "controlnet", "--lora", work / "lcm" / "lcm.safetensors", work / "few-neon" / "neon.safetensors")
    call("sharpen", *pack, *size, "--pictures", 40, "--crop", 32, "--batch", 8, "--init", work / "vae" / "vae", "--model", model, "--latents", latents, "--drawn", 20,
         "--steps", 40, "--lr", 4e-3, "--world", 1, "--out", work / "sharp")
    call("judge", *pack, *size, "--batch", 32, "--filtered", 12, "--steps", 150, "--world", 1, "--out", work / "judge")
    call("style-judge", *pack, *size, "--batch", 24, "--pictures", 12, "--steps", 60, "--world", 1, "--out", work / "judge" / "styles")
    return work


def call(*arguments):
    main([str(a) for a in arguments])


def log(folder):
    return [json.loads(line) for line in (folder / "log.jsonl").open()]


def test_autoencoderLearnsToSeeWhatItHasNotSeen(work):
    records = [r for r in log(work / "vae") if "psnr" in r]
    assert records[-1]["psnr"] > records[0]["psnr"] + 3
    assert log(work / "vae")[-1]["held-out psnr"] > 12


def test_criticTellsDrawnFromArtworkAndLatentsStayWhatTheyAre(work):
    records = [r for r in log(work / "sharp") if "critic" in r]
    assert records[-1]["critic"] < records[0]["critic"]
    before, after = (load_file(work / out / "vae" / "diffusion_pytorch_model.safetensors") for out in ("vae", "sharp"))
    changed = {name.split(".")[0] for name in before if not torch.equal(before[name], after[name])}
    assert changed == {"decoder"}
    assert (work / "sharp" / "drawn.png").exists()


def test_baseLearnsAndShowsIt(work):
    records = [r for r in log(work / "base") if "error" in r]
    assert records[-1]["error"] < 0.8 * records[0]["error"]
    assert (work / "base" / "samples.png").exists() and (work / "base" / "loss.png").exists()


def test_fewStepsComeNearerToThePicturesOfThePairs(work):
    common = ["few-steps", "--model", work / "inkling", "--beside", work / "lcm" / "lcm.safetensors"]
    adapters = [distance(*common, "--latents", work / "latents.npz", "--adapter", folder, "--out", work / "few") for folder in (work / "adapter" / "controlnet", work / "few" / "controlnet")]
    assert adapters[1] < adapters[0]
    styles = [distance(*common, "--latents", work / "neon.0000.npz", "--style", "neon", "--adapter", work / "few" / "controlnet", "--warm", file, "--out", work / "few-neon")
              for file in (work / "style" / "neon.safetensors", work / "few-neon" / "neon.safetensors")]
    assert styles[1] < styles[0]
    assert all((work / folder / "samples.png").exists() for folder in ("few", "few-neon"))


def distance(*arguments):
    """How far a few-steps training stands from its pairs before its first step, at the same places of the same rows."""
    whole, loaded = parser()
    parsed = whole.parse_args([str(a) for a in arguments])
    task, generator = loaded["few-steps"].task_of(parsed), torch.Generator(device=DEVICE).manual_seed(0)
    with torch.no_grad():
        return sum(float(task.loss(generator, 0)[0]) for _ in range(30)) / 30


def test_aStyleUnderTheAdapterLeavesTheAdapterAsItIs(work):
    assert (work / "few" / "controlnet").exists() and not (work / "few-neon" / "controlnet").exists()
    before, after = (load_file(work / name / "neon.safetensors") for name in ("style", "few-neon"))
    assert any(not torch.equal(before[key], after[key]) for key in before)


def test_latentsComposedByTensorsAreACacheLikeOthers(work, tmp_path):
    write_pack(tmp_path / "pack", (*SETS, "fluent-3d"))
    call("latents", "--by-tensors", "--pack", tmp_path / "pack", "--size", 64, "--model", work / "inkling", "--pictures", 70, "--shard", 40, "--seed", 5, "--out", tmp_path / "fast.npz")
    taken = Latents([tmp_path / "fast.*.npz"], "cpu")
    batch = taken.at(torch.arange(70))
    assert len(taken) == 70 and batch.has_sketch.all() and taken.shape == (4, 8, 8)
    assert not torch.equal(batch.z, batch.sketch) and batch.ids.ne(batch.ids[:1]).any()


def test_judgeTellsDrawingsItHasNotSeenFarBetterThanChance(work):
    figures = log(work / "judge")[-1]
    assert figures["unseen top-1"] > 3 * 100 / 9


def test_styleJudgeTellsNeonFromPencil(work):
    figures = log(work / "judge" / "styles")[-1]
    assert figures["neon"] > 80 and figures["pencil"] > 80


def test_styleReachesTheOutermostConvolutionsAndLcmLoraDoesNot(work):
    style, lcm = (load_file(work / "inkling" / "lora" / f"{name}.safetensors") for name in ("neon", "lcm"))
    outermost = {"lora_unet_conv_in.lora_up.weight", "lora_unet_conv_out.lora_up.weight"}
    assert outermost <= set(style) and not outermost & set(lcm)
    assert all(style[key].abs().max() > 0 for key in outermost)


def test_exportedFolderIsWhatDiffusersReads(work):
    index = json.load((work / "inkling" / "model_index.json").open())
    assert index["_class_name"] == "StableDiffusionPipeline"
    assert {f.name for f in (work / "inkling" / "lora").iterdir()} == {"lcm.safetensors", "neon.safetensors"}
    assert json.load((work / "inkling" / "unet" / "config.json").open())["sample_size"] == 8


def test_aShareOfNoiseThatIsNoneIsRefused(work):
    with pytest.raises(ValueError, match=r"--eta: 1.5 \(expected: 0 to 1\)"):
        call("export", "--base", work / "base", "--out", work / "never", "--eta", 1.5)
    assert not (work / "never").exists()


def test_aPlanEndsWithTheFirstLineThatFails(tmp_path):
    (tmp_path / "wrong.plan").write_text(f"export --base nowhere --eta 2\nvocabulary --tokenizer {tmp_path}/nowhere\n")
    with pytest.raises(ValueError, match=r"--eta: 2.0"):
        call("plan", tmp_path / "wrong.plan")


def test_aStyleToFollowInNeedsItsLatents(work):
    with pytest.raises(ValueError, match=r"--styles: neon.safetensors \(expected: LORA=LATENTS\)"):
        call("adapter", "--latents", work / "latents.npz", "--model", work / "inkling", "--styles", "neon.safetensors", "--steps", 1, "--out", work / "never")


@pytest.mark.skipif(DEVICE != "cpu", reason="drawings are kept for a CPU alone")
def test_keptDrawingsAreNotTakenForThoseOfOtherLatents(work):
    (work / "other").mkdir()
    shutil.copy(work / "adapter" / "drawings.npy", work / "other")
    with pytest.raises(ValueError, match=r"drawings.npy: \d+ drawings \(expected: \d+, "):
        call("adapter", "--latents", work / "neon.0000.npz", "--model", work / "inkling", "--steps", 1, "--world", 1, "--out", work / "other")


def test_diffusersFollowsADrawingWithTheAdapter(work):
    model = Inkling.load(work / "inkling")
    pipeline = StableDiffusionControlNetPipeline(
        vae=model.vae, text_encoder=model.text_encoder, tokenizer=model.prompts.tokenizer, unet=model.unet, scheduler=scheduler(),
        controlnet=ControlNetModel.from_pretrained(work / "inkling" / "controlnet" / "sketch").float(), safety_checker=None, feature_extractor=None,
        requires_safety_checker=False)
    words = model.embed([demos()[0]["prompt"]])
    picture = pipeline(prompt_embeds=words, negative_prompt_embeds=model.embed([""]), image=Image.fromarray(draw(demos()[0], 64)), num_inference_steps=2).images[0]
    assert picture.size == (64, 64)


def test_scoresCoverEveryPart(work, pack_path):
    out = work / "scores.json"
    call("scores", "--model", work / "inkling", "--pack", pack_path, "--judge", work / "judge", "--pictures", 6,
         "--parts", "judge,autoencoder,text,strengths,follow,calls,diversity,styles,gloss,sun", "--out", out)
    scores = json.load(out.open())
    assert set(scores["calls"]) == {"base, DDIM 25"} | {f"{way} {steps}" for way in ("LCM-LoRA", "base, LCM", "base, DDIM") for steps in (1, 2, 4)} | {
        f"LCM-LoRA {steps}, fresh noise" for steps in (2, 4)}
    assert scores["judge"]["drawings"]["top-5"] > 60
    assert {"none", "none, adapter", "neon", "neon, adapter"} == set(scores["styles"])
    assert set(scores["follow"]) == {*scores["strengths"], "1.0"}
    assert scores["gloss"] == {}, "the tiny artwork has no glossy twins"


def test_glossIsMeasuredWhereThereAreTwins(work, tmp_path):
    pack, model, judge = tmp_path / "pack", work / "inkling", work / "judge"
    write_pack(pack, (*SETS, "fluent-3d"))
    common = ["--pack", pack, "--judge", judge]
    call("gloss", *common, "--model", model, "--style", "neon", "--size", 64, "--steps", 2, "--out", tmp_path)
    drawn = json.load((tmp_path / "gloss.json").open())
    assert list(drawn) == ["drawing", "inkling", "inkling + neon", "artwork"]
    assert drawn["inkling"] != drawn["inkling + neon"] and drawn["artwork"]["shading gained"] == 1
    call("scores", *common, "--model", model, "--pictures", 4, "--parts", "gloss", "--out", tmp_path / "scores.json")
    scores = json.load((tmp_path / "scores.json").open())["gloss"]
    assert scores["artwork"] == drawn["artwork"] and 0.05 < abs(scores["4 steps"]["shading gained"])
    assert f"| 4 steps | {scores['4 steps']['shading gained']} |" in gloss_section(scores)


def test_sheetShowsDrawingsAndPictures(work):
    call("sheet", "--model", work / "inkling", "--out", work / "sheet", "--side", 32)
    assert Image.open(work / "sheet" / "demo.webp").size == (96 + 12 * 36, 2 * (44 + 5 * 36))
    call("sheet", "--sketches-only", "--out", work / "sketches")
    assert len(list((work / "sketches").glob("*.png"))) == 24


def test_cardSaysWhatWasMeasured(work, pack_path):
    scores, training = work / "card-scores.json", work / "training.md"
    training.write_text("On nine shapes, for a minute.\n")
    call("scores", "--model", work / "inkling", "--pack", pack_path, "--judge", work / "judge", "--pictures", 4, "--parts", "judge,styles,sun", "--out", scores)
    call("card", "--model", work / "inkling", "--scores", scores, "--sheets", work / "none", "--training", training)
    card = (work / "inkling" / "CARD.md").read_text()
    assert "On nine shapes" in card and "| neon |" in card and "Moving the sun" in card
