"""Sheets of pictures, and curves."""

from collections import OrderedDict

import numpy as np
from PIL import Image, ImageDraw, ImageFont


def montage(pictures, columns, gap=2, ground=190):
    """Pictures of one size in rows of `columns`, uint8."""
    h, w = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    sheet = np.full((rows * (h + gap) + gap, columns * (w + gap) + gap, 3), ground, np.uint8)
    for k, picture in enumerate(pictures):
        y, x = gap + k // columns * (h + gap), gap + k % columns * (w + gap)
        sheet[y:y + h, x:x + w] = picture
    return sheet


def labelled(rows, captions, side):
    """A sheet with a name before each row ({name: pictures}) and a caption over each column."""
    left, top = 96, 44
    columns = len(captions)
    sheet = Image.new("RGB", (left + columns * (side + 4), top + len(rows) * (side + 4)), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(11)
    for k, caption in enumerate(captions):
        draw.multiline_text((left + k * (side + 4), 2), wrapped(caption, side, font), fill=(60, 60, 60), font=font, spacing=1)
    for r, (name, pictures) in enumerate(rows.items()):
        y = top + r * (side + 4)
        draw.multiline_text((2, y + side // 2 - 12), wrapped(name, left - 6, font), fill=(60, 60, 60), font=font, spacing=1)
        for k, picture in enumerate(pictures):
            sheet.paste(Image.fromarray(picture).resize((side, side), Image.LANCZOS), (left + k * (side + 4), y))
    return sheet


def wrapped(text, width, font):
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines[:3])


def loss_curve(records, path):
    """Plots every figure of a training's log that has at least two values, over minutes."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot

    curves = OrderedDict()
    for record in records:
        for name, value in record.items():
            if name not in ("step", "minutes", "gradient"):
                curves.setdefault(name, []).append((record["minutes"], value))
    curves = {name: points for name, points in curves.items() if len(points) > 1}
    if not curves:
        return
    figure, axes = pyplot.subplots(1, len(curves), figsize=(3.6 * len(curves), 2.8), squeeze=False)
    for axis, (name, points) in zip(axes[0], curves.items()):
        axis.plot(*zip(*points))
        axis.set(title=name, xlabel="minutes")
        if min(value for _, value in points) > 0:
            axis.set_yscale("log")
    figure.tight_layout()
    figure.savefig(path, dpi=70)
    pyplot.close(figure)
