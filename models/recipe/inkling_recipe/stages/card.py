"""Writes a model's CARD.md from its scores and sheets: what it is, what it can draw, how it was made and measured."""

import json
import shutil
from pathlib import Path

import torch
from torch.utils.flop_counter import FlopCounterMode

from ..model import Inkling, sizes
from ..nets import millions
from ..styles import ALONE, TOGETHER
from ..trainer import DEVICE


def add_arguments(parser):
    parser.add_argument("--model", default="../inkling", help="an exported model folder; CARD.md and card/ are written there")
    parser.add_argument("--scores", default="../inkling/card/scores.json")
    parser.add_argument("--sheets", default="../inkling/card", help="folder with demo.webp and styles.webp")
    parser.add_argument("--training", default="../inkling/card/training.md", help="a text in Markdown: on what the model was trained, for how long")


def run(arguments):
    model, scores = Inkling.load(arguments.model), json.load(open(arguments.scores))
    sheets = copy_sheets(Path(arguments.sheets), model.folder / "card")
    parts = [introduction(model, scores), gallery(model, sheets), can_and_cannot(scores), networks(model), "## Training\n" + Path(arguments.training).read_text().strip(),
             measured(scores), "## Licence\nApache-2.0; the artwork it learned from and its licences are in [NOTICE.md](NOTICE.md)."]
    card = model.folder / "CARD.md"
    card.write_text("\n\n".join(part for part in parts if part) + "\n")
    print(card)


def copy_sheets(source, target):
    """Copies the existing sheets beside the card."""
    found = [name for name in ("demo.webp", "styles.webp") if (source / name).exists()]
    target.mkdir(exist_ok=True)
    if source.absolute() != target.absolute():
        for name in found:
            shutil.copy(source / name, target / name)
    return found


def introduction(model, scores):
    weights = sum(sizes(model.folder).values()) / 1e6
    return (f"# Inkling\nA small latent diffusion model for drawings: a coarse colour drawing and a few words in, an illustration of {model.size} px out, "
            f"in 1 to 4 steps with its LCM-LoRA. {weights:.0f} MB of float16 weights in diffusers' layout, for two CPU cores.")


def gallery(model, sheets):
    beside = "LCM-LoRA and sketch adapter" if model.adapter else "LCM-LoRA"
    captions = {"demo.webp": "The 24 demo drawings (made by code, from no artwork), strength 0.6, seed 0, none left out.",
                "styles.webp": f"Style LoRAs at {ALONE}, two at once at {TOGETHER} each, beside {beside} at 1.0, 4 steps."}
    return "\n\n".join(f"![{captions[name]}](card/{name})\n\n*{captions[name]}*" for name in sheets)


def can_and_cannot(scores):
    lines = ["## What it can draw, and what it can't"]
    if "demo" in scores:
        demo = scores["demo"]["4 steps"]
        lines.append(f"Of the 24 demo drawings the judge has {demo['top-5']:.0f}% among its five best names at 4 steps"
                     + (f"; not {', '.join(demo['missed'])}." if demo["missed"] else "."))
    if "strengths" in scores:
        usual = str(scores["model"]["strength"])
        followed = scores.get("follow") or scores["strengths"]
        pictures, sketches = (part["top-5"] for part in (followed[usual], scores["judge"]["sketches of known"]))
        lines.append(f"Of code-made sketches of known concepts it has {sketches:.0f}% as they are and {pictures:.0f}% after Inkling at strength {usual}: "
                     + ("the pictures are easier to recognise than the sketches." if pictures > sketches
                        else "this short a training takes away more than it adds."))
    if "text" in scores:
        alone = scores["text"]["LCM-LoRA 4"]["known"]["top-5"]
        lines.append(f"From words alone it has {alone:.0f}%: this is a model for drawings, and the drawing decides what lies where.")
    lines.append("It was shown single things on plain ground and simple landscapes with up to three things, in the look of emoji artwork: no text, "
                 "no photographs, no people doing things together. Words outside its 4,164 tokens mean nothing to it.")
    return "\n".join(lines)


def networks(model):
    """Parameters and operations; an operation is a multiplication or an addition."""
    side, channels = model.unet.config.sample_size, model.unet.config.in_channels
    latent, picture = torch.zeros(1, channels, side, side, device=DEVICE), torch.zeros(1, 3, model.size, model.size, device=DEVICE)
    words, tokens = torch.zeros(1, 32, model.unet.config.cross_attention_dim, device=DEVICE), torch.zeros(1, 32, dtype=torch.long, device=DEVICE)
    rows = [("UNet, a step", model.unet, lambda: model.unet(latent, torch.tensor([499], device=DEVICE), words)),
            ("autoencoder: encode", model.vae.encoder, lambda: model.vae.encode(picture)),
            ("autoencoder: decode", model.vae.decoder, lambda: model.vae.decode(latent)),
            ("text encoder", model.text_encoder, lambda: model.text_encoder(tokens))]
    if model.adapter:
        rows.append(("sketch adapter, a step", model.adapter, lambda: model.adapter(latent, torch.tensor([499], device=DEVICE), words, picture)))
    table = table_of(["network", "parameters", f"operations at {model.size} px"],
                     [[name, f"{millions(network):.2f} M", f"{operations(call) / 1e9:.2f} G"] for name, network, call in rows])
    return "## Networks\n" + table + f"\n\nUNet channels {', '.join(map(str, model.unet.config.block_out_channels))}; latents of {channels} channels, {side} x {side}."


def operations(call):
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        call()
    return counter.get_total_flops()


def table_of(head, rows):
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [head, ["---"] * len(head), *rows])


def measured(scores):
    facts = scores["model"]
    parts = [f"## Measured\nBy the recipe's judge, a small image-text encoder trained on artwork alone, never on generated pictures; it picks the name of "
             f"what it sees among {facts['names']:,}. {facts['pictures']} drawings of known concepts and {facts['held out']} of held-out concepts, all unseen by the "
             f"model, were sketched by code; strength {facts['strength']}, guidance {facts['guidance']} for the base at 25 steps. Percent, unless said."]
    if facts.get("eta", 1) < 1:
        parts.append(f"Between steps LCM-LoRA is given {'no' if facts['eta'] == 0 else facts['eta']} fresh noise, as `eta` in scheduler_config.json says; "
                     "where fresh noise is named, all of it is, as in diffusers' LCMScheduler.")
    parts += [section(scores[name]) for name, section in SECTIONS.items() if scores.get(name)]
    return "\n\n".join(parts)


def judge_section(part):
    rows = [[name, part[key]["top-1"], part[key]["top-5"]] for name, key in
            (("drawings kept from the judge", "unseen by the judge"), ("the drawings to be sketched, most of them known to the judge: the ceiling", "drawings"), ("the sketches as they are, known", "sketches of known"), ("the sketches as they are, held out", "sketches of held out")) if key in part]
    return "### The judge before anything is generated\n" + table_of(["what it looks at", "top-1", "top-5"], rows)


def autoencoder_section(part):
    return f"### Autoencoder\nHeld-out drawings there and back: {part['psnr']:.2f} dB, SSIM {part['ssim']:.3f}."


def text_section(part):
    rows = [[name, v["known"]["top-1"], v["known"]["top-5"], v["held out"]["top-5"], v["frechet"]] for name, v in part.items()]
    return "### Words alone\n" + table_of(["", "known top-1", "known top-5", "held-out top-5", "Frechet distance"], rows)


def strengths_section(part):
    return ("### Drawing and words, LCM-LoRA at 4 steps\n" + strengths_table(part)
            + "\n\nEdges: correlation with the drawing's coarse edges. Colour distance: of 16 x 16 fields, 0 to 255. Edge energy: low is blurred.")


def follow_section(part):
    return ("### The same with the sketch adapter at 1\n" + strengths_table(part)
            + "\n\nSo Inkflow draws unless told otherwise. At strength 1 the picture begins from noise alone: only the adapter sees the drawing.")


def strengths_table(part):
    rows = [[name, v["top-1"], v["top-5"], v["edges"], v["colour distance"], v["edge energy"]] for name, v in part.items()]
    return table_of(["strength", "top-1", "top-5", "edges", "colour distance", "edge energy"], rows)


def calls_section(part):
    rows = [[name, v["top-1"], v["top-5"], v["frechet"], v["edge energy"]] for name, v in part.items()]
    return "### At equal network calls\n" + table_of(["sampler and steps", "top-1", "top-5", "Frechet distance", "edge energy"], rows)


def diversity_section(part):
    return f"### Other seeds\nMean distance of four seeds' pictures in the judge's space (0 to 1): {part['drawing']} from one drawing, {part['words']} from words alone."


def styles_section(part):
    figures = [pair for name, v in part.items() for pair in ((name, v), (f"artwork: {name}", v.get("artwork"))) if pair[1]]
    rows = [[name, " + ".join(map(str, v["style"])), v["top-1"], v["top-5"]] for name, v in figures]
    return ("### Styles beside LCM-LoRA\n" + table_of(["style", "told right", "top-1", "top-5"], rows)
            + f"\n\nOne style at {ALONE}, two at {TOGETHER} each; adapter: with the sketch adapter at 1. Styles are told by a second judge, which sees pictures twice as large; concepts by the first. "
            "None: told to be in none of these styles. Artwork: what both make of drawings in that style of the same concepts, through the same filter where a filter made it.")


def gloss_section(part):
    names = ("shading gained", "blotch", "edge strength", "edge sharpness", "top-1", "top-5")
    rows = [[name, *(v[figure] for figure in names)] for name, v in part.items()]
    return ("### Flat drawing in, glossy picture out\n" + table_of(["", *names], rows)
            + "\n\nHeld-out things drawn flat, and the same in glossy 3D by their artist. Shading gained: how far the picture goes from the one to the other, 0 to 1. Blotch: "
            "variance that it adds to smooth surfaces, 2 to 10 pixels wide. Edges: gradient and second derivative on them, as a share of the glossy artwork's.")


def demo_section(part):
    rows = [[name, v["top-1"], v["top-5"], v.get("edges", ""), v.get("colour distance", "")] for name, v in part.items()]
    return "### The demo drawings\n" + table_of(["", "top-1", "top-5", "edges", "colour distance"], rows)


def sun_section(part):
    off, worst, steady = part.values()
    return (f"### Moving the sun\n60 pictures while a disc crosses the sky, 2 steps, one seed: the sun is off the disc by {off}% of the side in the mean, "
            f"{worst}% at most; from frame to frame the lower half changes by {steady} of 255.")


SECTIONS = {"judge": judge_section, "autoencoder": autoencoder_section, "text": text_section, "strengths": strengths_section, "follow": follow_section, "calls": calls_section,
            "diversity": diversity_section, "styles": styles_section, "gloss": gloss_section, "demo": demo_section, "sun": sun_section}
