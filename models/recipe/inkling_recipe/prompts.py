"""Prompts as small token ids: CLIP's own byte pairs, then a table to the few thousand ids Inkling knows."""

import json
from pathlib import Path

import torch

CONTEXT = 32
"""Tokens of a prompt."""


class Prompts:
    """`tokenizer/remap.json` of a model folder: {"ids": CLIP id of each small id, "bos", "eos", "unk"}."""

    def __init__(self, model):
        from transformers import CLIPTokenizer
        folder = Path(model) / "tokenizer"
        self.tokenizer = CLIPTokenizer.from_pretrained(folder)
        remap = json.load(open(folder / "remap.json"))
        self._small = {clip: small for small, clip in enumerate(remap["ids"]) if clip >= 0}
        self.bos, self.eos, self.unknown, self.size = remap["bos"], remap["eos"], remap["unk"], len(remap["ids"])
        self._known = {}

    def ids(self, text):
        """begin, tokens, end, ends; always 32."""
        if text not in self._known:
            clip = self.tokenizer(text, truncation=True, max_length=CONTEXT).input_ids
            small = [self._small.get(token, self.unknown) for token in clip]
            small[-1] = self.eos
            self._known[text] = small + [self.eos] * (CONTEXT - len(small))
        return self._known[text]

    def batch(self, texts):
        """(n, 32) int64."""
        return torch.tensor([self.ids(text) for text in texts])
