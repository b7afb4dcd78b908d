"""`python -m inkling_recipe STAGE ...`"""

import argparse
import importlib
import os

STAGES = ("artwork", "vocabulary", "latents", "autoencoder", "base", "lcm-lora", "style", "adapter", "few-steps", "sharpen", "export", "judge", "style-judge", "scores", "gloss", "sheet", "card", "plan")


def parser():
    """(parser, {stage's name: its module})."""
    whole = argparse.ArgumentParser(prog="python -m inkling_recipe", description="How Inkling is made, stage by stage.")
    stages = whole.add_subparsers(dest="stage", required=True, metavar="STAGE")
    loaded = {}
    for name in STAGES:
        module = loaded[name] = importlib.import_module(f"inkling_recipe.stages.{name.replace('-', '_')}")
        summary = module.__doc__.strip().splitlines()[0]
        module.add_arguments(stages.add_parser(name, help=summary, description=summary, formatter_class=argparse.ArgumentDefaultsHelpFormatter))
    return whole, loaded


def main(arguments=None):
    # Waiting threads must sleep: spinning ones take processor time from other processes.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    whole, loaded = parser()
    parsed = whole.parse_args(arguments)
    loaded[parsed.stage].run(parsed)


if __name__ == "__main__":
    main()
