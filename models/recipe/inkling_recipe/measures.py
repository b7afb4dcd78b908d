"""Figures about pictures that need no judge, and the Frechet distance between two sets of a judge's features."""

import numpy as np
from PIL import Image
from scipy import ndimage
from scipy.linalg import sqrtm


def frechet(a, b):
    """Frechet distance between two sets of features, (n, d) each: |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    c1, c2 = np.cov(a.T), np.cov(b.T)
    root = sqrtm(c1 @ c2 + 1e-8 * np.eye(len(c1)))
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(c1 + c2 - 2 * root.real))


def edge_map(picture, sigma):
    grey = ndimage.gaussian_filter(np.asarray(Image.fromarray(picture).convert("L")).astype(np.float32), sigma)
    return np.hypot(ndimage.sobel(grey, 0), ndimage.sobel(grey, 1))


def edge_agreement(picture, sketch):
    """Correlation of both pictures' coarse edges, -1..1: whether the shapes are where they were drawn."""
    sigma = picture.shape[0] / 48
    a, b = edge_map(picture, sigma).ravel(), edge_map(sketch, sigma).ravel()
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else 0.0


def colour_distance(picture, sketch):
    """Mean colour distance of 16 x 16 fields, in 0..255 RGB units."""
    a, b = (np.asarray(Image.fromarray(p).resize((16, 16), Image.BOX)).astype(np.float32) for p in (picture, sketch))
    return float(np.linalg.norm(a - b, axis=-1).mean())


def edge_energy(picture):
    """Mean difference between neighbouring pixels, in 0..255 units; low means blurred."""
    p = picture.astype(np.float32)
    return float(np.abs(np.diff(p, axis=0)).mean() + np.abs(np.diff(p, axis=1)).mean())


def psnr(a, b):
    return float(10 * np.log10(255 ** 2 / max(1e-9, ((a.astype(np.float64) - b) ** 2).mean())))


def mean_of(measure, *series):
    return round(float(np.mean([measure(*row) for row in zip(*series)])), 3)
