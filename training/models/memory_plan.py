"""What training a model takes in memory, estimated from its config before a weight is loaded, and what follows from it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModel

from training.contract.reward_settings import RewardSettings
from training.models.loading import model_error, model_place
from training.models.source import Source
from training.support.device import Device

USABLE = 0.8
"""Share of the memory that a plan fills: the estimates leave out buffers, fragments and everything else on the machine."""
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


@dataclass(frozen=True)
class ModelSize:
    weights: int
    layers: int
    width: int


@dataclass(frozen=True)
class Need:
    """Bytes. `state` is held throughout: weights, and what the optimiser keeps of the trained ones."""

    state: int
    activations: int
    """Of one micro-batch, kept between the forward and the backward pass."""


def model_size(source: Source) -> ModelSize:
    """Return the size of the base below every adapter. Its layers are made without memory; no weight is read."""
    root = source.root
    try:
        config = AutoConfig.from_pretrained(model_place(root))
        with torch.device("meta"):
            model = AutoModel.from_config(config)
    except (OSError, ValueError) as error:
        raise model_error(root, error) from error
    weights = sum(parameter.numel() for parameter in model.parameters())
    text = config.get_text_config()
    return ModelSize(weights, layers=int(text.num_hidden_layers), width=int(text.hidden_size))


def estimate_need(size: ModelSize, *, full: bool, dtype: torch.dtype, tokens: int) -> Need:
    """Return the bytes of state and activations.

    State: the weights; or, when every weight is trained, weight, gradient and Adam's two moments in float32. The small
    adapter is not counted. Activations: 34 * tokens * width * layers at two bytes a number (Korthikanti et al. 2022,
    "Reducing Activation Recomputation in Large Transformer Models", equation 1, without the attention scores, which the
    fused attention does not keep).
    """
    state = size.weights * (16 if full else dtype.itemsize)
    return Need(state, 34 * tokens * size.width * size.layers * dtype.itemsize // 2)


def plan_memory(
    settings: RewardSettings, size: ModelSize, device: Device, memory: int
) -> tuple[Device, bool]:
    """Return the device with the precision of the run, and whether the layers are checkpointed.

    On a CPU a frozen base that would fill the memory in float32 is held in bfloat16; what the settings force stays.
    """
    full, usable = settings.tuning == "full", USABLE * memory
    need = estimate_need(size, full=full, dtype=device.dtype, tokens=settings.tokens_per_batch)
    if settings.dtype == "auto" and not full and need.state > usable:
        device = replace(device, dtype=torch.bfloat16)
        need = estimate_need(size, full=full, dtype=device.dtype, tokens=settings.tokens_per_batch)
    forced = {"on": True, "off": False}
    return device, forced.get(settings.gradient_checkpointing, need.state + need.activations > usable)


def total_memory(place: torch.device) -> int:
    """Return the bytes of the GPU; of the machine, or of the container where that has less, on a CPU."""
    if place.type == "cuda":
        return int(torch.cuda.get_device_properties(place).total_memory)
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = CGROUP_LIMIT.read_text().strip() if CGROUP_LIMIT.exists() else "max"
    return machine if limit == "max" else min(machine, int(limit))
