"""`python -m benchmarks NAME --json FILE`: run one measurement and write its figures."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from importlib import import_module
from pathlib import Path
from types import FrameType

NAMES = [
    "active",
    "claim",
    "frontier",
    "label_studio",
    "methods",
    "overoptimisation",
    "page",
    "ppo",
    "precision",
    "random_walks",
    "ranks",
    "reward",
    "reward_data",
]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    modules = {name: import_module(f"benchmarks.{name}") for name in NAMES}
    for name, module in modules.items():
        own = names.add_parser(name, help=str(module.__doc__).splitlines()[0], description=module.__doc__)
        own.add_argument("--json", type=Path, metavar="FILE", help="where to write the figures")
        module.add_options(own)
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, leave)
    figures = modules[options.name].run(options)
    text = json.dumps(figures, indent=2)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


def leave(number: int, frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that what was started is ended and what was made is taken away."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main(sys.argv[1:])
