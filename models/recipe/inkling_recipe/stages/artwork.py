"""Renders the artwork of package.json to a pack, and writes CLIP's byte pairs. Needs Node 20 and `npm ci` run beside package.json."""

import subprocess
from pathlib import Path

RECIPE = Path(__file__).parents[2]


def add_arguments(parser):
    parser.add_argument("--size", type=int, default=256, help="side of a sprite")
    parser.add_argument("--out", default="work", help="folder of pack-SIZE.bin, pack-SIZE.json and tokenizer/")
    parser.add_argument("--sets", default="", help="only these sets, comma-separated")


def run(arguments):
    if not (RECIPE / "node_modules").exists():
        raise FileNotFoundError(f"{RECIPE / 'node_modules'} (expected: `npm ci` run in {RECIPE})")
    out = Path(arguments.out).absolute()
    out.mkdir(parents=True, exist_ok=True)
    script = RECIPE / "artwork"
    subprocess.run(["node", script / "render.mjs", str(arguments.size), out / f"pack-{arguments.size}", arguments.sets], check=True)
    subprocess.run(["node", script / "tokenizer.mjs", out / "tokenizer"], check=True)
