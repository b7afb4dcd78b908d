"""Renders held-out things from their flat drawings and measures shading, clean surfaces and crisp edges; or scores pictures made
elsewhere.

The drawings are flat artwork; the expected result is the twin in glossy 3D. `--drawings-only` writes the drawings for `inkflow
render --init`; `--pictures` takes a folder with the results.
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from ..gloss import figures
from ..judge import Judge, top
from ..model import Inkling
from ..pack import Pack
from ..pairs import held_out_twins
from ..sheets import labelled
from ..styles import loras_of, styled
from ..trainer import DEVICE, use_threads
from .sheet import stacked

COLUMNS = 13
"""Of a band of the sheet."""


def add_arguments(parser):
    parser.add_argument("--pack", default="work/pack-256", help="with fluent-emoji-flat and fluent-3d; `artwork --sets` renders those two alone")
    parser.add_argument("--judge", default="judge")
    parser.add_argument("--out", default="work/gloss", help="folder of gloss.json and gloss.webp, or of the drawings")
    parser.add_argument("--model", nargs="*", default=[], help="exported model folders to draw with")
    parser.add_argument("--style", nargs="*", default=[], help="each model once more with each of these style LoRAs and its words")
    parser.add_argument("--pictures", nargs="*", default=[], help="folders of pictures made from the drawings, named as they are")
    parser.add_argument("--drawings-only", action="store_true", help="only write twin-NN.png and what it shows, twin-NN.txt; NN is the seed to draw it with")
    parser.add_argument("--size", type=int, default=256, help="side of the drawings, for models and pictures of that size")
    parser.add_argument("--strength", type=float, default=0.6)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--side", type=int, default=128, help="of a picture in the sheet")
    parser.add_argument("--threads", type=int, default=2)


def run(arguments):
    use_threads(arguments.threads)
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    twins = held_out_twins(Pack(arguments.pack), arguments.size)
    if not twins:
        raise ValueError(f"--pack: {arguments.pack} has no twins (expected: fluent-emoji-flat and fluent-3d of held-out concepts)")
    if arguments.drawings_only:
        write_drawings(twins, out)
        return
    if not arguments.model and not arguments.pictures:
        raise ValueError("--model and --pictures are both empty (expected: a folder in one of them)")
    rows = {"drawing": np.stack([twin.flat for twin in twins])}
    for folder in arguments.model:
        rows |= drawn_by(Inkling.load(folder), twins, arguments)
    rows |= {Path(folder).name: read_pictures(Path(folder), twins) for folder in arguments.pictures}
    rows["artwork"] = np.stack([twin.glossy for twin in twins])
    scores = score(rows, twins, Judge.load(arguments.judge).to(DEVICE))
    json.dump(scores, (out / "gloss.json").open("w"), indent=1)
    sheet(rows, twins, arguments.side).save(out / "gloss.webp", quality=88)
    for name, values in scores.items():
        print(f"{name}: {', '.join(f'{figure} {value}' for figure, value in values.items())}", flush=True)


def write_drawings(twins, out):
    for k, twin in enumerate(twins):
        Image.fromarray(twin.flat).save(out / f"{file_name(k)}.png")
        (out / f"{file_name(k)}.txt").write_text(twin.name.lower() + "\n")


def file_name(k):
    """The number is also the seed for this twin, because with one seed for all, the noise's flaws would be the same in every picture."""
    return f"twin-{k:02d}"


def read_pictures(folder, twins):
    """The pictures of all twins, in their order and size."""
    pictures = []
    for k, twin in enumerate(twins):
        path = folder / f"{file_name(k)}.png"
        if not path.exists():
            raise FileNotFoundError(f"{path} (expected: a picture of each of the {len(twins)} drawings)")
        pictures.append(np.asarray(Image.open(path).convert("RGB")))
        if pictures[-1].shape != twin.flat.shape:
            raise ValueError(f"{path}: {pictures[-1].shape[1]}x{pictures[-1].shape[0]} (expected: {twin.flat.shape[1]}x{twin.flat.shape[0]})")
    return np.stack(pictures)


def drawn_by(model, twins, arguments):
    """{name: pictures} of a model, plain and in each style, with LCM-LoRA and, if it has one, the sketch adapter."""
    flat, name, lcm = np.stack([twin.flat for twin in twins]), Path(model.folder).name, (model.lora("lcm"), 1.0)
    rows = {}
    for styles in [(), *((style,) for style in arguments.style)]:
        model.use(*loras_of(model, styles), lcm)
        texts = [styled(twin.name.lower(), *styles) for twin in twins]
        rows[" + ".join([name, *styles])] = model.draw(texts, flat, arguments.strength, arguments.steps, "lcm", 1, range(len(twins)), follow=model.usual_follow)
    return rows


def score(rows, twins, judge):
    """{row: {figure: value}}, and how often the judge finds each thing's name, in percent."""
    names = [twin.name for twin in twins]
    result = {}
    for name, pictures in rows.items():
        ranks = judge.ranks(judge.look(pictures), names)
        result[name] = {**figures(pictures, twins), "top-1": top(ranks, 1), "top-5": top(ranks, 5)}
    return result


def sheet(rows, twins, side):
    """Drawing, pictures and artwork below each other, in bands of some columns."""
    names = [twin.name for twin in twins]
    bands = [labelled({name: pictures[k:k + COLUMNS] for name, pictures in rows.items()}, names[k:k + COLUMNS], side) for k in range(0, len(names), COLUMNS)]
    return stacked(bands)
