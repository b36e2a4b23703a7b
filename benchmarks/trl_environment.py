"""The last trl that has PPO, in an environment of its own."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks.turns import BASE_DIR

TRL = "trl==1.12.0"
SHARED = ("torch", "transformers", "peft", "accelerate", "safetensors", "numpy")
"""What has the version that Podium itself runs on, so that the trainers alone differ."""
DEFAULT = BASE_DIR / "var" / "benchmarks" / "trl-1.12"


def trl_python(folder: Path) -> Path:
    """Return the Python of an environment that has trl's PPO, making it where it is missing (some minutes)."""
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        sys.stderr.write(f"installing {TRL} in {folder}\n")
        packages = [TRL, *(f"{name}=={version(name).partition('+')[0]}" for name in SHARED)]
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
        (folder / "ready").touch()
    return python
