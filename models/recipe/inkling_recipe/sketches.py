"""Makes coarse colour drawings from pictures: few flat colours, rounded shapes, shaky outlines, slightly wrong colours."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .backgrounds import ink, jitter
from .colour import to_rgb

GRID = 64
"""Shapes are simplified on a grid of this many cells a side."""


class Sketcher:
    """Draws sketches of pictures of one size."""

    def __init__(self, size, rng, wobbles=64):
        self.size, self.rng = size, rng
        self._wobbles = [wobble(size, rng) for _ in range(wobbles)]

    def from_picture(self, picture):
        """A sketch of any picture, both (size, size, 3) uint8."""
        rng = self.rng
        colours = rng.choice([3, 4, 4, 5, 6, 8, 10])
        small = Image.fromarray(picture).resize((GRID, GRID), Image.BOX)
        indexed = small.quantize(colours, method=Image.MEDIANCUT, kmeans=2, dither=Image.NONE)
        palette = palette_of(indexed, colours)
        regions = Image.fromarray(np.asarray(indexed))
        level = rng.choices([0, 1, 2, 3], [0.25, 0.35, 0.25, 0.15])[0]
        for width in ((3,), (5,), (7, 5), (11, 9))[level]:
            regions = regions.filter(ImageFilter.ModeFilter(width))
        regions = np.asarray(regions)
        if level >= 2 and rng.random() < 0.35:
            regions = ellipses(regions, colours)
        flat = self._crayons(palette)[np.minimum(regions, colours - 1)]
        flat = Image.fromarray(flat).resize((self.size, self.size), rng.choice([Image.NEAREST, Image.BILINEAR, Image.BICUBIC]))
        drawn = self._shake(np.asarray(flat))
        return self._soften(drawn, 0.6, 1.4) if rng.random() < 0.4 else drawn

    def from_layers(self, layers):
        """A scene as a user would paint it: first the background, then each thing as a flat blob, the sun as a disc."""
        rng, unit = self.rng, self.size / 128
        canvas = Image.fromarray(self.from_picture(np.asarray(layers[0])))
        for layer in layers[1:]:
            layer.sketch_on(canvas, rng, unit)
        drawn = np.asarray(canvas)
        if rng.random() < 0.5:
            drawn = self._shake(drawn)
        return self._soften(drawn, 0.5, 1.2) if rng.random() < 0.3 else drawn

    def _crayons(self, palette):
        by = self.rng.choice([4, 10, 16, 24])
        noise = np.random.default_rng(self.rng.getrandbits(32))
        paper = palette.min(1) > 243
        palette = palette + noise.uniform(-by, by, palette.shape)
        if self.rng.random() < 0.3:
            grey = palette.mean(1, keepdims=True)
            palette = grey + (palette - grey) * self.rng.uniform(1.1, 1.5)
        palette[paper] = 255
        return palette.clip(0, 255).astype(np.uint8)

    def _shake(self, picture):
        return picture.reshape(-1, 3)[self.rng.choice(self._wobbles)].reshape(picture.shape)

    def _soften(self, picture, low, high):
        radius = self.size / 128 * self.rng.uniform(low, high)
        return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(radius)))


class SunLayer:
    def __init__(self, x, y, radius, colour):
        self.x, self.y, self.radius, self.colour = x, y, radius, colour

    def sketch_on(self, canvas, rng, unit):
        """A disc, half of the time with rays."""
        r, colour = self.radius * rng.uniform(0.85, 1.35), ink(jitter(self.colour, rng, 20))
        x, y = self.x + unit * rng.uniform(-1.5, 1.5), self.y + unit * rng.uniform(-1.5, 1.5)
        pen = ImageDraw.Draw(canvas)
        rays = rng.choice([0, 0, 0, 8, 10, 12])
        for angle in (6.2832 * k / max(1, rays) for k in range(rays)):
            pen.polygon([(x + d * r * math.cos(angle + a), y + d * r * math.sin(angle + a)) for d, a in ((1.12, -0.16), (1.6, 0), (1.12, 0.16))], fill=colour)
        pen.ellipse((x - r, y - r * rng.uniform(0.9, 1.1), x + r, y + r), fill=colour)


class SpriteLayer:
    def __init__(self, rgba, size, x, y):
        self.rgba, self.size, self.x, self.y = rgba, size, x, y

    def sketch_on(self, canvas, rng, unit):
        blob = flat_blob(self.rgba, max(6, int(self.size / unit)), rng)
        if blob is not None:
            blob = blob.resize((self.size, self.size), rng.choice([Image.NEAREST, Image.BILINEAR]))
            by = round(unit)
            canvas.paste(blob, (self.x + rng.randint(-by, by), self.y + rng.randint(-by, by)), blob)


def coloured_in(sketch, rng):
    """A sketch of black artwork with one bright colour instead of black, because people who use the ink style still draw in colours."""
    colour = to_rgb(np.array([[[rng.randrange(256), rng.randint(90, 230), rng.randint(120, 250)]]], np.uint8))[0, 0]
    dark = np.clip(1 - sketch.max(2, keepdims=True) / 160, 0, 1)
    return (sketch * (1 - dark) + colour * dark).astype(np.uint8)


def palette_of(indexed, colours):
    return np.array(indexed.getpalette()[: 3 * colours], np.float32).reshape(-1, 3)


def wobble(size, rng):
    """Source pixel of each pixel of a shaky drawing, as flat indices."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    by = size / 128 * rng.uniform(0.5, 5)

    def wave(along):
        return sum(np.sin(m * rng.uniform(0.6, 1.6) * along / size * 6.28 + rng.uniform(0, 6.28)) for m in (1, 2, 3)) / 3 * by

    from_x = np.clip(np.rint(x + wave(y)), 0, size - 1).astype(np.int32)
    from_y = np.clip(np.rint(y + wave(x)), 0, size - 1).astype(np.int32)
    return (from_y * size + from_x).ravel()


def ellipses(regions, colours):
    """Replaces every region, except the background and very large ones, by an ellipse, the biggest first."""
    ground = np.bincount(np.concatenate([regions[0], regions[-1], regions[:, 0], regions[:, -1]]), minlength=colours).argmax()
    cells = np.bincount(regions.ravel(), minlength=colours)
    if cells[ground] >= 0.75 * regions.size:
        return regions
    out = np.full_like(regions, ground)
    for colour in np.argsort(-cells[:colours]):
        inside = regions == colour
        if colour == ground or cells[colour] < 24:
            continue
        out[inside if cells[colour] > 900 else ellipse_like(inside)] = colour
    return out


def ellipse_like(mask):
    """The ellipse with the centre and spread of a mask."""
    ys, xs = np.nonzero(mask)
    y, x = np.mgrid[0:mask.shape[0], 0:mask.shape[1]]
    return ((y - ys.mean()) / (2 * ys.std() + 1)) ** 2 + ((x - xs.mean()) / (2 * xs.std() + 1)) ** 2 <= 1


def flat_blob(rgba, size, rng):
    """A sprite reduced to a few flat colours in a rounded outline, RGBA image of `size`; None if too little of it remains."""
    small = Image.fromarray(np.ascontiguousarray(rgba), "RGBA").convert("RGBa").resize((size, size), Image.BOX).convert("RGBA")
    pixels = np.asarray(small)
    alpha, inside = pixels[..., 3], pixels[..., 3] > 128
    rounded = np.asarray(Image.fromarray(alpha).filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.07 * size)))) > 110
    if rounded.sum() < 12:
        rounded = alpha > 60
    if rounded.sum() < 4 or not inside.any():
        return None
    rgb = np.where(inside[..., None], pixels[..., :3], pixels[inside][:, :3].mean(0)).astype(np.uint8)
    colours = rng.choice([1, 2, 2, 3, 3, 5])
    if colours == 1:
        flat = np.broadcast_to(np.median(pixels[inside][:, :3], 0), rgb.shape)
    else:
        indexed = Image.fromarray(rgb).quantize(colours + 1, method=Image.MEDIANCUT, kmeans=1, dither=Image.NONE)
        palette = palette_of(indexed, colours + 1)
        regions = Image.fromarray(np.asarray(indexed)).filter(ImageFilter.ModeFilter(3 if size < 36 else rng.choice([3, 5, 7])))
        flat = palette[np.minimum(np.asarray(regions), len(palette) - 1)]
    if rng.random() < 0.2:
        rounded = ellipse_like(rounded)
    by = rng.choice([4, 10, 20])
    flat = flat + np.array([rng.uniform(-by, by) for _ in range(3)])
    return Image.fromarray(np.dstack([flat.clip(0, 255), rounded * 255]).astype(np.uint8), "RGBA")
