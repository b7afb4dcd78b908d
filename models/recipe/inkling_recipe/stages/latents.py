"""Composes pictures, captions and colour sketches, and stores them as latents."""

import time
from pathlib import Path

import numpy as np
import torch
import torch.multiprocessing as multiprocessing

from .. import latents
from ..filters import FILTERS
from ..model import encode, load_autoencoder
from ..pack import Pack
from ..pictures import Painter
from ..prompts import Prompts
from ..sketches import coloured_in
from ..styles import BLACK, STYLES, finished, sets_of, styled
from ..tensor_pictures import TensorPainter
from ..trainer import DEVICE, end_with_parent, use_threads

BATCH = 64


def add_arguments(parser):
    parser.add_argument("--pack", default="work/pack-256")
    parser.add_argument("--model", default="../inkling", help="folder with tokenizer/ and vae/")
    parser.add_argument("--out", default="work/latents-0.npz")
    parser.add_argument("--pictures", type=int, default=28000)
    parser.add_argument("--of", default="base", help=f"base, or a style: {', '.join(STYLES)}")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other pictures")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--scenes", type=float, default=0.42, help="share of composed scenes")
    parser.add_argument("--sketches", type=float, default=0.65, help="share of pictures that get a sketch")
    parser.add_argument("--shard", type=int, default=0, help="write a file every so many pictures, OUT with a number in it, so that a training may begin (0: one file)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--by-tensors", action="store_true", help="compose glossy pairs by tensor operations, on the device itself: more of them, of less variety")


def run(arguments):
    return compose_by_tensors(arguments) if arguments.by_tensors else compose(arguments)


def compose_by_tensors(arguments):
    """Every picture has a sketch here; --of and --workers are of no use."""
    painter = TensorPainter(Pack(arguments.pack), arguments.size, arguments.seed, DEVICE)
    encoder, shelf, start = Encoder(arguments), Shelf(arguments), time.time()
    print(f"{arguments.pack}: {len(painter)} pairs on {DEVICE}", flush=True)
    while shelf.count < arguments.pictures:
        shelf.add(*encoder(*painter.batch(min(BATCH, arguments.pictures - shelf.count), arguments.scenes)))
    shelf.write()
    print(f"{shelf.count} pairs, {shelf.count / (time.time() - start):.0f}/s", flush=True)


def compose(arguments):
    context = multiprocessing.get_context("spawn")
    queue = context.Queue(16)
    share = -(-arguments.pictures // arguments.workers)
    workers = [context.Process(target=work, args=(arguments, number, share, queue), daemon=True) for number in range(arguments.workers)]
    for worker in workers:
        worker.start()
    encoder = Encoder(arguments) if DEVICE == "cuda" else None
    shelf, left, start, shown = Shelf(arguments), len(workers), time.time(), time.time()
    while left:
        item = queue.get()
        if item is None:
            left -= 1
            continue
        shelf.add(*(encoder(*item) if encoder else item))
        if time.time() - shown > 20:
            shown, rate = time.time(), shelf.count / (time.time() - start)
            print(f"{shelf.count} of {arguments.pictures}, {rate:.0f}/s, {(arguments.pictures - shelf.count) / rate / 60:.1f} min left", flush=True)
    if shelf.count < arguments.pictures:
        raise RuntimeError(f"the workers drew {shelf.count} pictures (expected: {arguments.pictures}); see their messages above")
    shelf.write()


class Shelf:
    """Buffers drawn pictures and writes them to one file or, with --shard, to several."""

    def __init__(self, arguments):
        self.out, self.shard, self.count = Path(arguments.out), arguments.shard, 0
        self._batches, self._captions, self._files = [], [], 0

    def add(self, fields, captions):
        self._batches.append(fields)
        self._captions += captions
        self.count += len(captions)
        if self.shard and len(self._captions) >= self.shard:
            self.write()

    def write(self):
        """Writes the buffered pictures."""
        if not self._captions:
            return
        path = self.out.with_suffix(f".{self._files:04d}.npz") if self.shard else self.out
        print(f"{path}: {latents.write(path, self._batches, self._captions)}", flush=True)
        self._batches, self._captions, self._files = [], [], self._files + 1


def work(arguments, number, count, queue):
    """A worker process: draws, and on a CPU also encodes."""
    end_with_parent()
    try:
        use_threads(1)
        sets = sets_of(arguments.of)
        painter = Painter(Pack(arguments.pack), arguments.size, seed=1000 * arguments.seed + number, sets=sets)
        encoder = Encoder(arguments) if DEVICE == "cpu" else None
        for k in range(0, count, BATCH):
            drawn = draw(painter, min(BATCH, count - k), arguments)
            queue.put(encoder(*drawn) if encoder else drawn)
    finally:
        queue.put(None)


def draw(painter, count, arguments):
    """(pictures, sketches or None, captions)."""
    rows = []
    for _ in range(count):
        picture, caption = painter.sample(arguments.scenes)
        sketch = painter.sketch(picture) if painter.rng.random() < arguments.sketches else None
        if arguments.of in BLACK and sketch is not None:
            sketch = coloured_in(sketch, painter.rng)
        if arguments.of in FILTERS:
            caption = styled(caption, arguments.of)
        rows.append((finished(picture, arguments.of), sketch, caption))
    pictures, sketches, captions = zip(*rows)
    return np.stack(pictures), list(sketches), list(captions)


class Encoder:
    def __init__(self, arguments):
        self.vae, self.prompts = load_autoencoder(f"{arguments.model}/vae"), Prompts(arguments.model)

    def __call__(self, pictures, sketches, captions):
        """Pictures are an array or a tensor, sketches a list with None where there is none or a tensor; gives the fields of a cache, and the captions."""
        z = encode(self.vae, pictures).half().cpu().numpy()
        if torch.is_tensor(sketches):
            return self._fields(z, encode(self.vae, sketches).half().cpu().numpy(), np.ones(len(z), bool), captions), captions
        has = np.array([sketch is not None for sketch in sketches])
        zs = z.copy()
        if has.any():
            zs[has] = encode(self.vae, np.stack([s for s in sketches if s is not None])).half().cpu().numpy()
        return self._fields(z, zs, has, captions), captions

    def _fields(self, z, zs, has, captions):
        return {"z": z, "zs": zs, "has": has, "ids": np.array([self.prompts.ids(c) for c in captions], np.int16)}
