from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from training.support import device as module
from training.support.device import Device, precision_words


@pytest.mark.parametrize(
    ("flags", "units"), [("fpu avx512_bf16 amx_bf16 amx_tile", "amx_bf16"), ("fpu avx2", "")]
)
def test_it_says_when_the_processor_is_faster_in_bfloat16(
    tmp_path: Path, cpu: Device, monkeypatch: pytest.MonkeyPatch, flags: str, units: str
) -> None:
    facts = tmp_path / "cpuinfo"
    facts.write_text(f"processor\t: 0\nflags\t\t: {flags}\n")
    monkeypatch.setattr(module, "CPU_FACTS", facts)
    words = precision_words(cpu)
    assert words.startswith("Everything is computed in float32: log-probabilities")
    assert (f"bfloat16 ({units})" in words) == bool(units)
    assert "bfloat16" not in precision_words(replace(cpu, place=torch.device("cuda")))


def test_it_says_what_stays_in_float32(cpu: Device) -> None:
    words = precision_words(replace(cpu, dtype=torch.bfloat16))
    assert "base weights are in bfloat16; what is trained and its optimiser stay in float32" in words
