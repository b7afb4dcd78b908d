"""A pack: every sprite of the artwork at one size, `NAME.bin` (WebP images end to end) and `NAME.json` (what they are)."""

import io
import json
import random
from functools import cached_property

import numpy as np
from PIL import Image

from .concepts import HELD_OUT, PLAIN_SETS


class Pack:
    """Sprites and their concepts. A row is {set, hex, off, len}; a concept {hex, name, group, tags}."""

    def __init__(self, path, sets=None):
        meta = json.load(open(f"{path}.json"))
        self.size = meta["size"]
        self.concepts = meta["concepts"]
        self.rows = [row for row in meta["rows"] if sets is None or row["set"] in sets]
        if not self.rows:
            raise ValueError(f"{path}.json: no rows of {sorted(sets or [])} (it holds {sorted({r['set'] for r in meta['rows']})})")
        self._blob = open(f"{path}.bin", "rb").read()
        self._decoded = {}
        self.by_set = {}
        for i, row in enumerate(self.rows):
            self.by_set.setdefault(row["set"], {})[self.name(i)] = i

    def sprite(self, i):
        """RGBA, uint8, (size, size, 4)."""
        if i not in self._decoded:
            row = self.rows[i]
            self._decoded[i] = np.asarray(Image.open(io.BytesIO(self._blob[row["off"]:row["off"] + row["len"]])).convert("RGBA"))
        return self._decoded[i]

    def concept(self, i):
        return self.concepts[self.rows[i]["hex"]]

    def name(self, i):
        return self.concept(i)["name"]

    @cached_property
    def tag_counts(self):
        """Number of concepts with each tag."""
        counts = {}
        for concept in self.concepts.values():
            for tag in concept["tags"]:
                counts[tag] = counts.get(tag, 0) + 1
        return counts

    def split(self, seed=7, pairs=200):
        """Row indices: (for training, of held-out concepts, held-out drawings of concepts known from other sets)."""
        held = {i for i in range(len(self.rows)) if self.name(i) in HELD_OUT}
        drawings = {}
        for i, row in enumerate(self.rows):
            if row["set"] in PLAIN_SETS:
                drawings[self.name(i)] = drawings.get(self.name(i), 0) + 1
        candidates = sorted(
            (row["hex"], row["set"], i) for i, row in enumerate(self.rows)
            if i not in held and row["set"] in PLAIN_SETS and drawings[self.name(i)] >= 4)
        random.Random(seed).shuffle(candidates)
        unseen = {c[2] for c in candidates[:min(pairs, len(candidates) // 5)]}
        return [i for i in range(len(self.rows)) if i not in held | unseen], sorted(held), sorted(unseen)
