"""What a person sees of a picture drawn from a flat twin: is light gained, are surfaces clean, are edges crisp?

Lengths are in pixels of a picture of 256 a side. Every figure takes a picture (size, size, 3) uint8 and its `Twin`.
"""

import numpy as np
from scipy import ndimage

EDGE = 10
"""Grey levels a pixel, in the mean of the colours, from which on there is an edge."""
SMOOTH = 4
"""The same, softened by 1 px, below which a surface is smooth."""


def figures(pictures, twins):
    """{figure: its mean over pictures, of those twins where it can be measured; None where it can be in none}."""
    return {name: mean([measure(*pair) for pair in zip(pictures, twins, strict=True)]) for name, measure in FIGURES.items()}


def mean(values):
    known = [value for value in values if np.isfinite(value)]
    return round(float(np.mean(known)), 3) if known else None


def shading_gained(picture, twin):
    """How far the picture p went from the flat twin f to the glossy one g, where both are drawn: (p - f)(g - f) / |g - f|^2.

    0 is flat, 1 there. All three are softened by 2 px first, so that neither fine noise nor an edge a pixel off counts.
    """
    p, f, g = (softened(x, 2)[twin.drawn] for x in (picture, twin.flat, twin.glossy))
    way = g - f
    return float(((p - f) * way).sum() / (way * way).sum()) if way.any() else np.nan


def blotch(picture, twin):
    """Variance, in squared grey levels, of what the picture adds to the twin in the band of 2 to 10 px on smooth surfaces.

    Light that changes slowly is wider than the band, edges are left out: both Gaussians of the difference see smooth surfaces alone.
    """
    smooth = smooth_surfaces(twin)
    if not smooth.any():
        return np.nan
    added = picture.astype(np.float32) - twin.flat
    band = softened_within(added, smooth, 2) - softened_within(added, smooth, 10)
    return float((band[smooth] ** 2).mean())


def edge_strength(picture, twin):
    """The picture's gradient on the edges of both twins, as a share of the glossy one's."""
    return share(gradient, picture, twin)


def edge_sharpness(picture, twin):
    """The same of the second derivative: it falls with blur faster than the gradient, and cares less how far the two colours lie apart."""
    return share(curvature, picture, twin)


FIGURES = {"shading gained": shading_gained, "blotch": blotch, "edge strength": edge_strength, "edge sharpness": edge_sharpness}


def share(measure, picture, twin):
    """The mean of a measure on the twins' edges against the glossy twin's; the largest within 2 px counts, for edges may lie a little apart."""
    edges = common_edges(twin)
    if not edges.any():
        return np.nan
    own, wanted = (nearby(measure(x), 2)[edges].mean() for x in (picture, twin.glossy))
    return float(own / wanted)


def common_edges(twin):
    """Where the flat twin has an edge, and the glossy one within 2 px too."""
    return (gradient(twin.flat) > EDGE) & (nearby(gradient(twin.glossy), 2) > EDGE)


def smooth_surfaces(twin):
    """Where something is drawn, and both twins have no edge within 3 px."""
    edge = np.maximum(*(gradient(softened(x, 1)) for x in (twin.flat, twin.glossy)))
    return twin.drawn & (nearby(edge, 3) < SMOOTH)


def gradient(picture):
    """Grey levels a pixel of 256 a side: Sobel, root of the mean square over colours."""
    p = picture.astype(np.float32)
    return np.sqrt((ndimage.sobel(p, 0) ** 2 + ndimage.sobel(p, 1) ** 2).mean(2)) / 8 * unit(p)


def curvature(picture):
    """Length of the Laplacian, root of the mean square over colours."""
    p = picture.astype(np.float32)
    return np.sqrt((ndimage.laplace(p, axes=(0, 1)) ** 2).mean(2))


def softened(picture, sigma):
    """Gaussian, float32."""
    by = sigma * unit(picture)
    return ndimage.gaussian_filter(picture.astype(np.float32), (by, by, 0))


def softened_within(values, mask, sigma):
    """Gaussian that sees nothing outside a mask."""
    seen = mask[..., None].astype(np.float32)
    return softened(values * seen, sigma) / np.maximum(softened(seen, sigma), 1e-6)


def nearby(values, distance):
    """The largest value within a square of this distance."""
    return ndimage.maximum_filter(values, 2 * round(distance * unit(values)) + 1)


def unit(picture):
    """Pixels of this picture for one of 256 a side."""
    return picture.shape[0] / 256
