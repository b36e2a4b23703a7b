"""What made a run: host, versions, code; written into its first event."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
from pathlib import Path
from typing import Any

import torch

from training.support.device import Device

PACKAGES = ("torch", "transformers", "peft", "numpy")


def describe_environment(device: Device) -> dict[str, Any]:
    return {
        "host": platform.node(),
        "device": device.name,
        "dtype": device.dtype_name,
        "threads": torch.get_num_threads(),
        "versions": library_versions(),
        "code_version": code_version(),
    }


def library_versions() -> dict[str, str]:
    """Return the versions that the numbers of a run may depend on."""
    return {
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in PACKAGES},
    }


def code_version() -> str:
    """Return the commit this code was taken from, or "" outside a repository."""
    root = Path(__file__).parents[2]
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return ""
    told = subprocess.run(
        [git, "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True, check=False
    )
    return told.stdout.strip()
