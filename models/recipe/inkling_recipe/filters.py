"""Image filters for styles that have no artwork of their own. All map (n, n, 3) uint8 to the same shape."""

import numpy as np
from PIL import Image, ImageFilter
from scipy import ndimage

from .colour import to_hsv, to_rgb


def edges(grey):
    """Length of the Sobel gradient, float."""
    grey = grey.astype(np.float32)
    return np.hypot(ndimage.sobel(grey, 0), ndimage.sobel(grey, 1))


def blur(picture, radius):
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(radius)))


def neon(picture):
    """Glowing coloured edges on navy."""
    unit = picture.shape[0] / 128
    strength = np.stack([edges(picture[..., c]) for c in range(3)]).max(0)
    lines = np.minimum(1, strength / (380 / unit ** 0.4))[..., None]
    hsv = to_hsv(blur(picture, 1.2 * unit)).copy()
    hsv[..., 0] = np.where(hsv[..., 1] > 40, hsv[..., 0], 135)
    hsv[..., 1], hsv[..., 2] = 190, 255
    lit = (np.array([12, 10, 34], np.float32) + to_rgb(hsv).astype(np.float32) * lines * 0.95).clip(0, 255).astype(np.uint8)
    return (lit + 0.9 * blur(lit, 2.2 * unit).astype(np.float32)).clip(0, 255).astype(np.uint8)


def pencil(picture):
    """Graphite on paper: outlines by colour dodge, and hatching in dark areas."""
    unit = picture.shape[0] / 128
    grey = np.asarray(Image.fromarray(picture).convert("L")).astype(np.float32)
    soft = ndimage.gaussian_filter(255 - grey, 2.4 * unit)
    drawn = np.minimum(255, grey * 255 / np.maximum(1, 255 - soft)) * 0.75 + 0.25 * grey
    y, x = np.mgrid[0:grey.shape[0], 0:grey.shape[1]]
    strokes = (np.sin((x + y) * 1.9 / unit) > 0.25) * (grey < 190) + (np.sin((x - y) * 1.9 / unit) > 0.4) * (grey < 110)
    drawn = drawn - strokes * 34 - np.minimum(1, edges(grey) / 300) * 90
    return np.repeat((drawn * 0.9 + 24).clip(0, 250)[..., None], 3, 2).astype(np.uint8)


def pixel(picture):
    """32 x 32 blocks of at most 16 colours."""
    side = picture.shape[0]
    small = Image.fromarray(picture).resize((32, 32), Image.BOX).quantize(16, method=Image.MEDIANCUT, kmeans=2, dither=Image.NONE)
    return np.asarray(small.convert("RGB").resize((side, side), Image.NEAREST))


def watercolour(picture):
    """Seven bleeding colours, with dark rims and paper grain."""
    side, unit = picture.shape[0], picture.shape[0] / 128
    few = Image.fromarray(blur(picture, 1.2 * unit)).quantize(7, method=Image.MEDIANCUT, kmeans=2, dither=Image.NONE).convert("RGB")
    few = np.asarray(few.filter(ImageFilter.ModeFilter(int(2 * unit) | 1)))
    washed = blur(few, 0.9 * unit).astype(np.float32)
    rim = np.minimum(1, edges(np.asarray(Image.fromarray(few).convert("L"))) / 260)
    rim = ndimage.gaussian_filter(rim, 0.5 * unit)[..., None]
    noise = np.random.default_rng(int(picture[::16, ::16].sum()))
    grain = ndimage.gaussian_filter(noise.normal(0, 1, (side, side)), 0.7 * unit)
    flow = ndimage.gaussian_filter(noise.normal(0, 1, (side, side)), 9 * unit)
    wash = (grain / grain.std() * 4 + flow / flow.std() * 9)[..., None]
    return (255 - (255 - washed) * 0.82 - rim * 46 + wash * (washed < 250)).clip(0, 255).astype(np.uint8)


FILTERS = {"neon": neon, "pencil": pencil, "pixel": pixel, "watercolour": watercolour}
