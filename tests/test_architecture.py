"""The sides stay apart: seen in the modules a fresh process has loaded, beside import-linter's view of the source."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TRAINER_SIDE = {"torch", "transformers", "peft", "trl", "datasets", "accelerate"}
WEB_SIDE = {"django", "rest_framework", "procrastinate", "labeling", "config"}


def modules_after(code: str) -> set[str]:
    script = (
        f"{code}\nimport json, sys\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_it_starts_the_web_without_torch() -> None:
    loaded = modules_after(
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\n"
        "import config.wsgi, config.urls\n"
        "from django.urls import get_resolver; get_resolver().url_patterns"
    )
    assert "django" in loaded
    assert loaded & TRAINER_SIDE == set()


@pytest.mark.parametrize("verb", ["sample", "reward", "ppo", "score", "evaluate"])
def test_it_starts_the_trainer_without_django(verb: str) -> None:
    loaded = modules_after(f"import training.__main__, training.recipes.{verb}")
    assert "torch" in loaded
    assert loaded & WEB_SIDE == set()


def test_it_keeps_the_contract_to_the_standard_library() -> None:
    loaded = modules_after(
        "import training.contract.spec, training.contract.settings, training.contract.events, training.contract.rows, training.contract.rundir"
    )
    foreign = loaded - set(sys.stdlib_module_names) - {"training", "__main__"}
    assert {name for name in foreign if not name.startswith("_")} == set()


def test_it_holds_every_import_contract() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
