"""Runs the stages listed in a file, one per line, one after the other in one process; a line that ends with & runs in parallel.

Starting Python and CUDA for every stage would take longer than some stages.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from ..trainer import end_with_parent

BESIDE_NICENESS = 10
"""Parallel stages run at low priority, so that they don't slow down a training."""


def add_arguments(parser):
    parser.add_argument("file", help="lines of STAGE and its arguments; # begins a remark")


def run(arguments):
    from ..__main__ import main
    beside = []
    try:
        for words in lines(Path(arguments.file).read_text()):
            print(f"== {shlex.join(words)}", flush=True)
            if words[-1] == "&":
                beside.append(subprocess.Popen([sys.executable, "-m", "inkling_recipe", *words[:-1]], preexec_fn=_beside))
            else:
                main(words)
            for process in beside:
                if process.poll():
                    raise RuntimeError(f"{shlex.join(process.args[3:])}: ended with an error; see its message above")
    finally:
        for process in beside:
            process.terminate()


def _beside():
    os.nice(BESIDE_NICENESS)
    end_with_parent()


def lines(text):
    """The words of each non-empty line; one that ends with a backslash continues on the next."""
    split = (shlex.split(line, comments=True) for line in text.replace("\\\n", " ").splitlines())
    return [words for words in split if words]
