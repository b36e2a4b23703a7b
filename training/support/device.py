"""Where to compute and in which precision: decided here and nowhere else."""

from __future__ import annotations

import resource
from dataclasses import dataclass

import torch

from training.contract.setting import Settings
from training.support.errors import TrainerError


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


def memory_mb(device: Device) -> float:
    """Return the most memory this run has held: of the GPU when there is one, else of the process."""
    if device.place.type == "cuda":
        return torch.cuda.max_memory_allocated() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
