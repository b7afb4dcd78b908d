"""The styles with LoRAs: their training data, their words in prompts, and the scales at which they are shown."""

from .concepts import BASE_SETS
from .filters import FILTERS

ARTWORK = {"3d": "fluent-3d", "sticker": "streamline-emojis", "ink": "fluent-emoji-high-contrast"}
"""Styles that have artwork of their own; the others are filters over noto."""
BLACK = ("ink",)
"""Styles whose artwork has no colours, although users draw in colours."""
STYLES = (*ARTWORK, *FILTERS)
BLEND = ("3d", "ink")
"""Two styles that are shown together."""
ALONE, TOGETHER = 0.8, 0.5
"""Scale of a single style, and of each of two."""


def sets_of(style):
    """{artwork set: share} for the pictures of "base" or of a style."""
    if style == "base":
        return BASE_SETS
    if style in FILTERS:
        return {"noto": 1.0}
    if style not in ARTWORK:
        raise ValueError(f"--of: {style} (expected: base, {', '.join(STYLES)})")
    return {ARTWORK[style]: 1.0}


def finished(picture, style):
    """A picture composed from a style's sets, with its filter applied if it has one."""
    return FILTERS[style](picture) if style in FILTERS else picture


def styled(text, *styles):
    """A prompt with the words that the styles' LoRAs were trained with."""
    return ", ".join([text, *(f"{style} style" for style in styles)])


def loras_of(model, styles):
    """(file, scale) of each."""
    return [(model.lora(style), ALONE if len(styles) == 1 else TOGETHER) for style in styles]
