"""The 24 demo prompts, each with a coarse childlike drawing: ovals, boxes and blobs that are not made from artwork."""

import json
import math
import random
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

FILE = Path(__file__).parent / "data" / "demo.json"
POINTS = 48


@lru_cache
def demos():
    """[{prompt, concept, paper, shapes}]; shapes are [kind, colour, numbers in 0..100 of the side ...]."""
    return json.load(FILE.open())


def draw(demo, size):
    """The drawing, (size, size, 3) uint8; drawn at a large size with slightly shaky outlines, the same at every size."""
    rng, side = random.Random(demo["prompt"]), 512
    image = Image.new("RGB", (side, side), demo["paper"])
    pen = ImageDraw.Draw(image)
    for kind, colour, *numbers in demo["shapes"]:
        if kind == "line":
            width, *path = numbers
            line = [(side / 100 * x, side / 100 * y) for x, y in zip(path[::2], path[1::2])]
            pen.line(line, fill=colour, width=int(width * side / 100))
        else:
            pen.polygon([(side / 100 * x, side / 100 * y) for x, y in unsteady(OUTLINES[kind](*numbers), rng)], fill=colour)
    return np.asarray(image.resize((size, size), Image.BOX))


def oval(left, top, right, bottom):
    return [((left + right) / 2 + (right - left) / 2 * math.cos(a), (top + bottom) / 2 + (bottom - top) / 2 * math.sin(a))
            for a in (6.2832 * k / POINTS for k in range(POINTS))]


def box(left, top, right, bottom):
    return blob(left, top, right, top, right, bottom, left, bottom)


def blob(*numbers):
    """A closed line through points, with straight parts subdivided so that they can be shaken."""
    corners = list(zip(numbers[::2], numbers[1::2]))
    parts = max(1, POINTS // len(corners))
    return [(x0 + (x1 - x0) * k / parts, y0 + (y1 - y0) * k / parts)
            for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1]) for k in range(parts)]


OUTLINES = {"oval": oval, "box": box, "blob": blob}


def unsteady(outline, rng):
    """Displaces an outline with slow waves, less for small shapes; points on the picture's edge stay there."""
    by = min(0.9, *(0.06 * (max(values) - min(values)) for values in zip(*outline)))
    waves = [(m, rng.uniform(0, 6.28), rng.uniform(0, 6.28)) for m in (2, 3, 5)]
    n = len(outline)
    for k, (x, y) in enumerate(outline):
        a = 6.2832 * k / n
        dx, dy = (sum(math.sin(m * a + wave[which]) for m, *wave in waves) / 2 * by for which in (0, 1))
        yield (x if x in (0, 100) else x + dx, y if y in (0, 100) else y + dy)
