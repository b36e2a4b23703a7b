"""The start forms: the trainer's settings as the browser needs them."""

from __future__ import annotations

from typing import Any

from training.contract.settings import SETTINGS
from training.contract.spec import describe_settings


def run_forms() -> list[dict[str, Any]]:
    return [
        {
            "verb": verb,
            "title": kind.title,
            "summary": (kind.__doc__ or "").strip(),
            "inputs": list(kind.inputs),
            "settings": describe_settings(verb),
        }
        for verb, kind in SETTINGS.items()
    ]
