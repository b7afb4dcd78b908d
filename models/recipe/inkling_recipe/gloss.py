"""Figures for what a person notices in a picture made from a flat twin: shading gained, clean surfaces, crisp edges.

Lengths are in pixels of a 256 x 256 picture. Every figure takes a picture (size, size, 3) uint8 and its `Twin`.
"""

import numpy as np
from scipy import ndimage

EDGE = 10
"""Gradient from which a pixel is an edge: grey levels per pixel, mean of the colours."""
SMOOTH = 4
"""Gradient below which a surface is smooth, after a blur of 1 px."""


def figures(pictures, twins):
    """{figure: its mean over the pictures in which it can be measured; None if there is none}."""
    return {name: mean([measure(*pair) for pair in zip(pictures, twins, strict=True)]) for name, measure in FIGURES.items()}


def mean(values):
    known = [value for value in values if np.isfinite(value)]
    return round(float(np.mean(known)), 3) if known else None


def shading_gained(picture, twin):
    """How far the picture p is on the line from the flat twin f to the glossy one g, in the area that both cover: (p - f)(g - f)
    / |g - f|^2.

    0 is flat, 1 is glossy. All three are blurred by 2 px first, so that fine noise and edges off by one pixel don't count.
    """
    p, f, g = (softened(x, 2)[twin.drawn] for x in (picture, twin.flat, twin.glossy))
    way = g - f
    return float(((p - f) * way).sum() / (way * way).sum()) if way.any() else np.nan


def blotch(picture, twin):
    """Variance, in squared grey levels, of the difference between picture and twin, in the band of 2 to 10 px on smooth surfaces.

    Slow changes of light are outside the band, and edges are excluded: both Gaussians are computed on smooth surfaces only.
    """
    smooth = smooth_surfaces(twin)
    if not smooth.any():
        return np.nan
    added = picture.astype(np.float32) - twin.flat
    band = softened_within(added, smooth, 2) - softened_within(added, smooth, 10)
    return float((band[smooth] ** 2).mean())


def edge_strength(picture, twin):
    """The picture's gradient on edges that both twins have, relative to the glossy twin's."""
    return share(gradient, picture, twin)


def edge_sharpness(picture, twin):
    """Like it for the second derivative, which falls faster with blur and depends less on the contrast of the two colours."""
    return share(curvature, picture, twin)


FIGURES = {"shading gained": shading_gained, "blotch": blotch, "edge strength": edge_strength, "edge sharpness": edge_sharpness}


def share(measure, picture, twin):
    """The mean of a measure on the twins' edges, relative to the glossy twin's. Uses the largest value within 2 px, since edges may be slightly displaced."""
    edges = common_edges(twin)
    if not edges.any():
        return np.nan
    own, wanted = (nearby(measure(x), 2)[edges].mean() for x in (picture, twin.glossy))
    return float(own / wanted)


def common_edges(twin):
    """Where the flat twin has an edge and the glossy one has one within 2 px."""
    return (gradient(twin.flat) > EDGE) & (nearby(gradient(twin.glossy), 2) > EDGE)


def smooth_surfaces(twin):
    """Where something is drawn and neither twin has an edge within 3 px."""
    edge = np.maximum(*(gradient(softened(x, 1)) for x in (twin.flat, twin.glossy)))
    return twin.drawn & (nearby(edge, 3) < SMOOTH)


def gradient(picture):
    """Gradient in grey levels per pixel at 256 x 256: Sobel, root mean square over the colours."""
    p = picture.astype(np.float32)
    return np.sqrt((ndimage.sobel(p, 0) ** 2 + ndimage.sobel(p, 1) ** 2).mean(2)) / 8 * unit(p)


def curvature(picture):
    """Laplacian, root mean square over the colours."""
    p = picture.astype(np.float32)
    return np.sqrt((ndimage.laplace(p, axes=(0, 1)) ** 2).mean(2))


def softened(picture, sigma):
    """Gaussian, float32."""
    by = sigma * unit(picture)
    return ndimage.gaussian_filter(picture.astype(np.float32), (by, by, 0))


def softened_within(values, mask, sigma):
    """Gaussian blur that uses only the pixels inside a mask."""
    seen = mask[..., None].astype(np.float32)
    return softened(values * seen, sigma) / np.maximum(softened(seen, sigma), 1e-6)


def nearby(values, distance):
    """Maximum within a square of this distance."""
    return ndimage.maximum_filter(values, 2 * round(distance * unit(values)) + 1)


def unit(picture):
    """Pixels of this picture per pixel at 256 x 256."""
    return picture.shape[0] / 256
