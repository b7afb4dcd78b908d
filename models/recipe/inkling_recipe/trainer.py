"""The loop of all trainings: resumable, on two CPU processes or one CUDA device, with progress, samples and loss curves.

A stage gives a factory of its `Task`; every process makes its own.
"""

import ctypes
import json
import math
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.multiprocessing as multiprocessing

from .flat import Flat
from .sheets import loss_curve

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
HAS_BFLOAT16 = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


class Task:
    """A training task. `modules` hold the weights; those that require a gradient are trained."""

    modules = ()
    beta2, weight_decay, ema = 0.98, 0.0, 0.999

    def loss(self, generator, progress):
        """(loss to minimise, {name: number or tensor} to report) of one batch; `progress` is in 0..1. A figure that this batch doesn't have is nan."""
        raise NotImplementedError

    def save(self, folder):
        """Writes the averaged weights."""
        raise NotImplementedError

    def sample(self, folder):
        """Draws a sample sheet and returns figures to report; called with the averaged weights."""
        return {}


@dataclass
class Options:
    """Duration and speed. Training ends after `minutes` of its own time or after `steps`, whichever is first; 0 is no limit."""

    out: str
    minutes: float = 0
    steps: int = 0
    lr: float = 1e-3
    warmup: int = 100
    flat: float = 0.4
    world: int = 0
    save_minutes: float = 5
    sample_minutes: float = 12

    def __post_init__(self):
        if self.minutes <= 0 and self.steps <= 0:
            raise ValueError("--minutes and --steps are both 0 (expected: one of them above 0)")
        self.world = 1 if DEVICE == "cuda" else self.world or min(2, os.cpu_count())

    def rate(self, step, progress):
        """Learning rate: a short rise, flat, then a cosine to nothing."""
        fall = max(0.0, (progress - self.flat) / (1 - self.flat))
        return self.lr * min(1, (step + 1) / self.warmup) * (0.5 + 0.5 * math.cos(math.pi * min(1, fall))) + 1e-6


def autocast():
    """bfloat16 if the processor supports it; otherwise torch would emulate it, twenty times slower than float32."""
    return torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=DEVICE == "cuda" or HAS_BFLOAT16)


def end_with_parent():
    """Makes this process end with its parent, however that ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def use_threads(n):
    if DEVICE == "cpu":
        torch.set_num_threads(n)


def train(make_task, arguments, options):
    """Trains `make_task(arguments)` in `options.out`; resumes an earlier run."""
    Path(options.out).mkdir(parents=True, exist_ok=True)
    world = options.world
    use_threads(1 if world > 1 else int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
    if DEVICE == "cuda":
        torch.backends.cudnn.benchmark = True
        torch.set_float32_matmul_precision("high")
    if world == 1:
        return _Run(make_task(arguments), options).go()
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(world)
    control = torch.zeros(4, dtype=torch.float64).share_memory_()
    task = make_task(arguments)
    flat = _flat(task, 0, world, None, barrier)
    others = [context.Process(target=_other, args=(make_task, arguments, options, rank, flat.shared, barrier, control), daemon=True)
              for rank in range(1, world)]
    for process in others:
        process.start()
    result = _Run(task, options, flat, control).go()
    for process in others:
        process.join()
    return result


def _flat(task, rank, world, shared, barrier):
    parameters = [p for module in task.modules for p in module.parameters()]
    return Flat(parameters, rank, world, shared, barrier, beta2=task.beta2, weight_decay=task.weight_decay, ema=task.ema)


def _other(make_task, arguments, options, rank, shared, barrier, control):
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_threads(1)
    task = make_task(arguments)
    _Run(task, options, _flat(task, rank, options.world, shared, barrier), control).go()


class _Run:
    """One process's part of a training. Rank 0 decides rate and end for all (`control`), reports and saves."""

    STEP, SPENT, RATE, END = range(4)

    def __init__(self, task, options, flat=None, control=None):
        self.task, self.options = task, options
        self.flat = flat or _flat(task, 0, 1, None, None)
        self.control = torch.zeros(4, dtype=torch.float64) if control is None else control
        self.first = self.flat.rank == 0
        self.out = Path(options.out)
        self.stopping = False
        self.records, self.window = [], []

    def go(self):
        if self.first:
            self._resume()
        self.flat.wait()
        step, start, before = int(self.control[self.STEP]), time.time(), float(self.control[self.SPENT])
        generator = torch.Generator(device=DEVICE).manual_seed(1000 * self.flat.rank + step)
        self.saved = self.sampled = self.reported = time.time()
        while True:
            if self.first:
                self._decide(step, before + time.time() - start)
            self.flat.wait()
            if self.control[self.END]:
                break
            loss, figures = self.task.loss(generator, self._progress())
            loss.backward()
            step += 1
            norm = self.flat.step(step, float(self.control[self.RATE]))
            if self.first:
                self.control[self.STEP] = step
                self.window.append({"loss": loss.detach(), **figures, "gradient": norm})
                self._housekeeping(step)
        return self._finish() if self.first else None

    def _progress(self):
        o = self.options
        by_time = float(self.control[self.SPENT]) / (60 * o.minutes) if o.minutes else 0
        by_steps = float(self.control[self.STEP]) / o.steps if o.steps else 0
        return min(1.0, max(by_time, by_steps))

    def _decide(self, step, spent):
        self.control[self.SPENT] = spent
        self.control[self.RATE] = self.options.rate(step, self._progress())
        self.control[self.END] = float(self.stopping or self._progress() >= 1)

    def _resume(self):
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        state, log = self.out / "state.pt", self.out / "log.jsonl"
        if state.exists():
            saved = torch.load(state, map_location="cpu")
            self.flat.load(saved)
            self.control[self.STEP], self.control[self.SPENT] = saved["step"], saved["spent"]
            if log.exists():
                self.records = [json.loads(line) for line in log.open()]
        print(f"{self.out}: {self.flat.size / 1e6:.2f} M weights, {DEVICE}, {self.flat.world} process(es), from step {int(self.control[self.STEP])}", flush=True)

    def _stop(self, *_):
        self.stopping = True

    def _housekeeping(self, step):
        now = time.time()
        if now - self.reported > 20 or (self.options.steps and step % max(1, self.options.steps // 10) == 0):
            self._report(step, now)
        if now - self.saved > 60 * self.options.save_minutes:
            self._save()
            self.saved = self.reported = time.time()
        if now - self.sampled > 60 * self.options.sample_minutes:
            self._averaged(lambda: self._sample(step))
            self.sampled = self.reported = time.time()

    def _report(self, step, now):
        mean = {k: float(torch.tensor([float(w[k]) for w in self.window if k in w]).nanmean()) for k in {k for w in self.window for k in w}}
        mean = {k: v for k, v in mean.items() if k == "loss" or not math.isnan(v)}
        spent, progress = float(self.control[self.SPENT]), self._progress()
        left = spent / progress * (1 - progress) / 60
        record = {"step": step, "minutes": round(spent / 60, 2), **{k: round(v, 5) for k, v in sorted(mean.items())}}
        self._log(record)
        figures = " ".join(f"{k} {v:.4f}" for k, v in sorted(mean.items()))
        print(f"step {step}, {spent / 60:.1f} min, {left:.1f} left: {figures} ({len(self.window) / (now - self.reported):.2f} steps/s)", flush=True)
        self.window, self.reported = [], now

    def _log(self, record):
        self.records.append(record)
        with open(self.out / "log.jsonl", "a") as log:
            log.write(json.dumps(record) + "\n")

    def _averaged(self, action):
        modes = [m.training for m in self.task.modules]
        self.flat.swap()
        for module in self.task.modules:
            module.eval()
        try:
            with torch.no_grad():
                return action()
        finally:
            self.flat.swap()
            for module, mode in zip(self.task.modules, modes):
                module.train(mode)

    def _save(self):
        state = self.out / "state.pt"
        torch.save({**self.flat.state(), "step": int(self.control[self.STEP]), "spent": float(self.control[self.SPENT])}, f"{state}.part")
        os.replace(f"{state}.part", state)
        self._averaged(lambda: self.task.save(self.out))
        loss_curve(self.records, self.out / "loss.png")

    def _sample(self, step):
        figures = self.task.sample(self.out) or {}
        if figures:
            print(" ".join(f"{k} {v:.4f}" for k, v in figures.items()), flush=True)
            self._log({"step": step, "minutes": round(float(self.control[self.SPENT]) / 60, 2), **figures})
        return figures

    def _finish(self):
        step = int(self.control[self.STEP])
        if self.window:
            self._report(step, time.time())
        figures = self._averaged(lambda: self._sample(step))
        self._save()
        print(f"{self.out}: {'stopped' if self.stopping else 'done'} at step {step}", flush=True)
        return figures


def add_options(parser, **defaults):
    """Adds the fields of `Options` to a stage's command line."""
    for name, kind, text in (
            ("out", str, "folder to train in; a second call goes on from there"), ("minutes", float, "time to train in all"),
            ("steps", int, "steps to train in all"), ("lr", float, "learning rate"), ("flat", float, "share of the training at full rate"),
            ("world", int, "CPU processes (0: two)"), ("save_minutes", float, "between two states on disk")):
        default = defaults.get(name, getattr(Options, name, None))
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=default, required=default is None, help=f"{text} (default: {default})")


def options_of(arguments):
    return Options(**{name: getattr(arguments, name) for name in ("out", "minutes", "steps", "lr", "flat", "world", "save_minutes")})
