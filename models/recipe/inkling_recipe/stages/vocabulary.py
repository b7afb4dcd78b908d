"""Chooses Inkling's token ids from CLIP's 49,408: those of names, tags and the words of captions."""

import json
import string
from pathlib import Path

from ..backgrounds import KINDS
from ..concepts import EVERYDAY, HUES, STYLE_WORDS
from ..filters import FILTERS
from ..pack import Pack

BYTES = 512
"""CLIP's first ids: every single byte, so that any text has ids."""
ORDINARY = """a an the of in on at with and or over under above behind near between by to from for is are picture painting
drawing illustration sketch photo image art style pencil neon watercolour watercolor pixel sticker ink line 3d brown black
white grey gray golden silver light dark bright big small little tiny cute happy sad beautiful colourful colorful background
sky grass sand water meadow hill field forest lake river street city road garden day dusk dawn morning evening sunny starry
sandy grassy landscape mountain mountains clouds cloudy waves moon stars two three many standing sitting flying swimming
running next front sunset sunrise winter summer spring autumn"""


def add_arguments(parser):
    parser.add_argument("--pack", default="work/pack-256")
    parser.add_argument("--tokenizer", default="work/tokenizer", help="folder with vocab.json and merges.txt, made by `artwork`")


def run(arguments):
    from transformers import CLIPTokenizer
    folder = Path(arguments.tokenizer)
    tokenizer = CLIPTokenizer.from_pretrained(folder)
    ids = set(range(BYTES))
    for text in texts(Pack(arguments.pack)):
        ids.update(tokenizer(text.lower()).input_ids[1:-1])
    ids = sorted(ids)
    begin, end = tokenizer.bos_token_id, tokenizer.eos_token_id
    json.dump({"ids": [*ids, begin, end, -1], "bos": len(ids), "eos": len(ids) + 1, "unk": len(ids) + 2,
               "note": "small id i stands for CLIP id ids[i]; a CLIP id that is not listed becomes unk; rows are bos tokens... eos, padded with eos to 32"},
              open(folder / "remap.json", "w"))
    print(f"{folder / 'remap.json'}: {len(ids) + 3} ids")


def texts(pack):
    """All texts that captions are made of."""
    for concept in pack.concepts.values():
        yield concept["name"]
        yield from concept["tags"]
    yield from EVERYDAY.values()
    yield from STYLE_WORDS.values()
    yield from (f"{name} style" for name in FILTERS)
    yield from (word for word, _ in HUES)
    for kind in KINDS.values():
        yield from kind.phrases + kind.empty
    yield from ORDINARY.split()
    yield from string.digits + ".,-'!?"
