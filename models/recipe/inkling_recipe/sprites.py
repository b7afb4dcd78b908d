"""Sprites on a canvas: how one is drawn there, and where it stands on the ground."""

import numpy as np
from PIL import Image


def paste(canvas, rgba, size, x, y, mirrored=False, turn=0.0):
    """Draws a sprite at (x, y), `size` pixels a side."""
    sprite = Image.fromarray(rgba, "RGBA")
    if mirrored:
        sprite = sprite.transpose(Image.FLIP_LEFT_RIGHT)
    if turn:
        sprite = sprite.rotate(turn, Image.BICUBIC)
    sprite = sprite.convert("RGBa").resize((size, size), Image.BOX if size * 4 < canvas.size[0] else Image.BICUBIC).convert("RGBA")
    canvas.paste(sprite, (int(x), int(y)), sprite)


def standing(rgba):
    """(lowest row, middle and width of what touches the ground) of a sprite, as shares of its side."""
    opaque = rgba[..., 3] > 128
    rows = np.nonzero(opaque.any(1))[0]
    if not len(rows):
        return 1.0, 0.5, 0.0
    foot, side = rows[-1] + 1, len(rgba)
    columns = np.nonzero(opaque[max(0, foot - side // 6):foot].any(0))[0]
    return foot / side, (columns[0] + columns[-1] + 1) / 2 / side, (columns[-1] + 1 - columns[0]) / side
