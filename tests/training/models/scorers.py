"""Reward models that need no training, and a process that has only what a stranger has."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import torch

from training.models.adapters import AdapterShape
from training.models.reward import new_reward_model
from training.models.reward_model import RewardModel
from training.models.source import resolve_source
from training.support.device import Device

LONGEST = 256
RUNNER = """
import contextlib, importlib.util, json, os, sys
assert importlib.util.find_spec("training") is None
scores = {}
for name, (folder, code) in json.load(sys.stdin).items():
    os.chdir(folder)
    space = {}
    with contextlib.redirect_stdout(sys.stderr):
        exec(code, space)
    scores[name] = space["score"]
print(json.dumps(scores))
"""


def made(folder: str, cpu: Device) -> RewardModel:
    """Return a reward model whose adapter and head are not at zero, so that every weight counts."""
    model = new_reward_model(resolve_source(folder, "model"), cpu, AdapterShape(4, 8), longest=LONGEST)
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in model.model.parameters():
            if parameter.requires_grad:
                parameter.normal_(0, 0.2)
    return model


def code_of(readme: Path, question: str, answer: str) -> str:
    """Return the Python that a model's README shows, asked about another question and answer."""
    found = re.search(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    assert found, readme
    asked = f"question, answer = {question!r}, {answer!r}"
    code, replaced = re.subn(r"^question, answer = .*$", lambda _: asked, found[1], flags=re.MULTILINE)
    assert replaced == 1
    return code


def scores_outside(snippets: dict[str, tuple[Path, str]]) -> dict[str, float]:
    """Run each snippet in its folder, in a fresh process that cannot import the trainer, and return its `score`."""
    given = {name: (str(folder), code) for name, (folder, code) in snippets.items()}
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUNNER],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.returncode == 0, done.stderr
    scores: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return scores
