"""What a training is prepared from, made once and kept beside it."""

from pathlib import Path

import numpy as np


def once(path, make):
    """Has `path` hold the arrays {name: array} that `make()` gives; one that is there stays as it is."""
    path = Path(path)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, **make())
