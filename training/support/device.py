"""Where to compute and in which precision: decided here and nowhere else."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from pathlib import Path

import torch

from training.contract.setting import Settings
from training.support.errors import TrainerError

CPU_FACTS = Path("/proc/cpuinfo")
BFLOAT16_FLAGS = ("amx_bf16", "avx512_bf16")


@dataclass(frozen=True)
class Device:
    place: torch.device
    dtype: torch.dtype
    """Of the base weights; what is trained is float32 always."""
    name: str

    @property
    def dtype_name(self) -> str:
        return str(self.dtype).removeprefix("torch.")

    @property
    def exact(self) -> bool:
        """Tell whether two ways to compute the same number agree closely enough to stand for each other."""
        return self.dtype == torch.float32


def choose_device(settings: Settings) -> Device:
    """Return the device and precision of a run, or raise TrainerError when the machine has not got them."""
    kind = settings.device
    if kind == "auto":
        kind = "cuda" if torch.cuda.is_available() else "cpu"
    if kind == "cuda" and not torch.cuda.is_available():
        raise TrainerError(
            "settings.device asks for cuda, but this machine has no GPU that torch can use.",
            "Choose auto or cpu, or start the run on a machine with a GPU.",
        )
    dtypes = {"float32": torch.float32, "bfloat16": torch.bfloat16}
    dtype = dtypes.get(settings.dtype, torch.bfloat16 if kind == "cuda" else torch.float32)
    name = torch.cuda.get_device_name() if kind == "cuda" else "CPU"
    return Device(place=torch.device(kind), dtype=dtype, name=name)


def precision_words(device: Device) -> str:
    """Return what is computed in which precision and why, and what the processor would gain by a lower one."""
    if device.exact:
        units = bfloat16_units() if device.place.type == "cpu" else ""
        faster = (
            f" This processor has units for bfloat16 ({units}): with dtype bfloat16 it learns about 1.6 times as fast."
            if units
            else ""
        )
        return (
            "Everything is computed in float32: log-probabilities kept from answering stand for a pass of their own, and the KL "
            f"is exact.{faster}"
        )
    return (
        f"The base weights are in {device.dtype_name}; what is trained and its optimiser stay in float32. Log-probabilities "
        "are taken by a pass of their own, because those of decoding round differently."
    )


def bfloat16_units() -> str:
    """Return the name of the processor's instructions for products in bfloat16, as Linux calls them, or none."""
    flags = CPU_FACTS.read_text(encoding="utf-8").split() if CPU_FACTS.exists() else []
    return next((name for name in BFLOAT16_FLAGS if name in flags), "")


def memory_mb(device: Device) -> float:
    """Return the most memory this run has held: of the GPU when there is one, else of the process."""
    if device.place.type == "cuda":
        return torch.cuda.max_memory_allocated() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
