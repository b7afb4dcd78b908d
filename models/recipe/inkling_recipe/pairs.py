"""Pairs of input and result: the flat and the glossy drawing of one thing, with the same outlines."""

from .colour import dominant_hue, recolour

FLAT, GLOSSY = "fluent-emoji-flat", "fluent-3d"
"""The two artwork sets that draw the same shapes."""


class FlatTwins:
    """The flat drawing of each glossy sprite among some rows of a pack, in the sprite's colours."""

    def __init__(self, pack, rows):
        self._pack = pack
        flat = {pack.rows[i]["hex"]: i for i in rows if pack.rows[i]["set"] == FLAT}
        self._of = {i: flat[pack.rows[i]["hex"]] for i in rows if pack.rows[i]["set"] == GLOSSY and pack.rows[i]["hex"] in flat}

    def __len__(self):
        return len(self._of)

    def __contains__(self, i):
        return i in self._of

    def drawing(self, i, degrees=None):
        """RGBA of the flat drawing of row `i`, with its main colour rotated to `degrees` unless that is None; the sprite itself if it has no twin."""
        drawing = self._pack.sprite(self._of.get(i, i))
        if degrees is None:
            return drawing
        hue, share = dominant_hue(drawing)
        return recolour(drawing, hue, degrees) if share > 0 else drawing
