"""A tiny world: nine drawn concepts in six sets at 64 px, and one folder in which every stage is run once, small."""

import io
import json
import os
import random
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as the commands do, before torch is loaded
RECIPE = Path(__file__).parents[1]
sys.path.insert(0, str(RECIPE))

SETS = ("noto", "twemoji", "fluent-emoji-flat", "noto-v1", "emojione", "fxemoji")
CONCEPTS = {
    "sun": ("Travel & Places", "#ffc020", [(8, 8, 56, 56, "oval")]),
    "house": ("Travel & Places", "#c05030", [(14, 30, 50, 60, "box"), (8, 6, 56, 32, "roof")]),
    "red apple": ("Food & Drink", "#e02020", [(12, 18, 52, 60, "oval"), (30, 4, 34, 20, "box")]),
    "deciduous tree": ("Animals & Nature", "#30a030", [(10, 4, 54, 44, "oval"), (28, 42, 36, 62, "box")]),
    "ship": ("Travel & Places", "#2050c0", [(4, 40, 60, 56, "box"), (28, 8, 34, 42, "box")]),
    "cloud": ("Travel & Places", "#a0b0c0", [(4, 24, 36, 52, "oval"), (26, 16, 60, 50, "oval")]),
    "cat face": ("Animals & Nature", "#606060", [(10, 18, 54, 60, "oval"), (8, 4, 26, 28, "roof"), (38, 4, 56, 28, "roof")]),
    "banana": ("Food & Drink", "#f0e030", [(6, 40, 58, 52, "oval")]),
    "owl": ("Animals & Nature", "#805020", [(18, 6, 46, 60, "oval")]),
}


def sprite(colour, parts, rng):
    image = Image.new("RGBA", (64, 64))
    pen = ImageDraw.Draw(image)
    for x0, y0, x1, y1, kind in parts:
        x0, y0, x1, y1 = (v + rng.randint(-2, 2) for v in (x0, y0, x1, y1))
        if kind == "roof":
            pen.polygon([(x0, y1), ((x0 + x1) / 2, y0), (x1, y1)], fill=colour)
        else:
            (pen.ellipse if kind == "oval" else pen.rectangle)((x0, y0, x1, y1), fill=colour)
    return image


def write_pack(path, sets=SETS):
    rng, rows, blob = random.Random(0), [], b""
    for artwork in sets:
        for name, (_, colour, parts) in CONCEPTS.items():
            data = io.BytesIO()
            sprite(colour, parts, rng).save(data, "WEBP", lossless=True)
            rows.append({"set": artwork, "hex": name.replace(" ", "-"), "off": len(blob), "len": data.tell()})
            blob += data.getvalue()
    concepts = {n.replace(" ", "-"): {"hex": n.replace(" ", "-"), "name": n, "group": group, "tags": [f"{n} thing"]} for n, (group, *_) in CONCEPTS.items()}
    Path(f"{path}.bin").write_bytes(blob)
    json.dump({"size": 64, "rows": rows, "concepts": concepts}, open(f"{path}.json", "w"))


@pytest.fixture(scope="session")
def pack_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("pack") / "pack"
    write_pack(path)
    return str(path)


@pytest.fixture(scope="session")
def pack(pack_path):
    from inkling_recipe.pack import Pack
    return Pack(pack_path)
