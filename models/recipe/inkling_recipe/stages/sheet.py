"""Renders the 24 demo prompts: the drawing, the base at 25 steps, LCM-LoRA at few steps, with and without the sketch adapter; or
writes the drawings as PNG files."""

from pathlib import Path

import numpy as np
from PIL import Image

from ..demo import demos, draw
from ..model import Inkling
from ..sheets import labelled
from ..styles import BLEND, STYLES, loras_of, styled
from ..trainer import use_threads


def add_arguments(parser):
    parser.add_argument("--model", default="../inkling", help="an exported model folder")
    parser.add_argument("--out", default="../inkling/card", help="folder of sheets")
    parser.add_argument("--strength", type=float, default=0.6)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--side", type=int, default=128, help="of a picture in the sheet")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sketches-only", action="store_true", help="only write sketch-NN.png, for `inkflow render --init`")


def run(arguments):
    use_threads(arguments.threads)
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    if arguments.sketches_only:
        for k, demo in enumerate(demos()):
            Image.fromarray(draw(demo, 256)).save(out / f"sketch-{k + 1:02d}.png")
            (out / f"sketch-{k + 1:02d}.txt").write_text(demo["prompt"] + "\n")
        return
    model = Inkling.load(arguments.model)
    demo_sheet(model, arguments).save(out / "demo.webp", quality=88)
    styles = [style for style in STYLES if model.lora(style).exists()]
    if styles:
        style_sheet(model, styles, arguments).save(out / "styles.webp", quality=88)
    print(f"{out}: {', '.join(sorted(f.name for f in out.glob('*.webp')))}")


def demo_sheet(model, arguments):
    """Two bands of twelve columns."""
    sketches, texts = np.stack([draw(demo, model.size) for demo in demos()]), [demo["prompt"] for demo in demos()]
    seeds = [arguments.seed] * len(texts)
    rows = {"drawing": sketches, "base, 25 steps": model.use().draw(texts, sketches, arguments.strength, 25, "ddim", arguments.guidance, seeds)}
    if model.lora("lcm").exists():
        model.use((model.lora("lcm"), 1.0))
        few = lambda steps, follow: model.draw(texts, sketches, arguments.strength, steps, "lcm", 1, seeds, follow=follow)
        if model.adapter:
            rows |= {"LCM-LoRA, 4 steps": few(4, 0)} | {f"LCM-LoRA, {steps} steps, adapter": few(steps, model.usual_follow) for steps in (2, 4)}
        else:
            rows |= {f"LCM-LoRA, {steps} steps": few(steps, 0) for steps in (2, 4)}
    bands = [labelled({name: pictures[k:k + 12] for name, pictures in rows.items()}, texts[k:k + 12], arguments.side) for k in (0, 12)]
    return stacked(bands)


def style_sheet(model, styles, arguments):
    chosen = [demos()[k] for k in (0, 1, 2, 4, 7, 9, 14, 21)]
    sketches, texts = np.stack([draw(demo, model.size) for demo in chosen]), [demo["prompt"] for demo in chosen]
    lcm, seeds, follow = (model.lora("lcm"), 1.0), [arguments.seed] * len(texts), model.usual_follow
    rows = {"drawing": sketches, "no style": model.use(lcm).draw(texts, sketches, arguments.strength, 4, "lcm", 1, seeds, follow=follow)}
    together = [(style,) for style in styles] + ([BLEND] if set(BLEND) <= set(styles) else [])
    for names in together:
        model.use(*loras_of(model, names), lcm)
        rows[" + ".join(names)] = model.draw([styled(text, *names) for text in texts], sketches, arguments.strength, 4, "lcm", 1, seeds, follow=follow)
    return labelled(rows, texts, arguments.side)


def stacked(images):
    sheet = Image.new("RGB", (max(i.width for i in images), sum(i.height for i in images)), "white")
    y = 0
    for image in images:
        sheet.paste(image, (0, y))
        y += image.height
    return sheet
