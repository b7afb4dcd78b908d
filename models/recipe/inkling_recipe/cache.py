"""Prepared training data, made once and kept in a file."""

from pathlib import Path

import numpy as np


def once(path, make):
    """Writes the arrays {name: array} returned by `make()` to `path`; an existing file is left unchanged."""
    path = Path(path)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, **make())
