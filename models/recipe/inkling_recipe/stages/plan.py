"""Runs the stages that a file lists, a line each, one after the other in one process; a line that ends in & runs beside the others.

Starting Python and CUDA anew for every stage would take longer than some of them do.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from ..trainer import end_with_parent

BESIDE_NICENESS = 10
"""What draws pictures must not keep a training waiting."""


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
    """The words of each line that has any; one that ends in a backslash goes on in the next."""
    split = (shlex.split(line, comments=True) for line in text.replace("\\\n", " ").splitlines())
    return [words for words in split if words]
