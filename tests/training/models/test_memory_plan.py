from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from training.contract.reward_settings import RewardSettings
from training.models.loading import load_language_model
from training.models.memory_plan import ModelSize, estimate_need, model_size, plan_memory, total_memory
from training.models.source import resolve_source
from training.support.device import Device
from training.support.errors import TrainerError

SIZE = ModelSize(weights=1_000_000, layers=10, width=100)


def test_it_reads_the_size_of_a_base(llama: str, cpu: Device) -> None:
    source = resolve_source(llama, "model")
    size = model_size(source)
    head = 260 * 32
    assert (size.layers, size.width) == (2, 32)
    assert (
        size.weights == sum(weight.numel() for weight in load_language_model(source, cpu).parameters()) - head
    )


def test_it_estimates_state_and_activations() -> None:
    # A frozen base: 4 or 2 bytes a weight. Activations: 34 * 1000 * 100 * 10 = 34 MB at two bytes, 68 MB at four.
    lora = estimate_need(SIZE, full=False, dtype=torch.float32, tokens=1000)
    assert (lora.state, lora.activations) == (4_000_000, 68_000_000)
    half = estimate_need(SIZE, full=False, dtype=torch.bfloat16, tokens=1000)
    assert (half.state, half.activations) == (2_000_000, 34_000_000)
    # Weight, gradient and two moments, four bytes each.
    assert estimate_need(SIZE, full=True, dtype=torch.bfloat16, tokens=1000).state == 16_000_000


@pytest.mark.parametrize(
    ("memory", "chosen", "expected"),
    [
        # Four fifths of 100 MB hold 4 + 68 MB.
        (100_000_000, RewardSettings(tokens_per_batch=1000), (torch.float32, False)),
        (80_000_000, RewardSettings(tokens_per_batch=1000), (torch.float32, True)),
        # Four fifths of 4 MB do not hold the base in float32, nor any activations.
        (4_000_000, RewardSettings(tokens_per_batch=1000), (torch.bfloat16, True)),
        (4_000_000, RewardSettings(tokens_per_batch=1000, dtype="float32"), (torch.float32, True)),
        # Trained weights are float32 always.
        (4_000_000, RewardSettings(tokens_per_batch=1000, tuning="full"), (torch.float32, True)),
        (100_000_000, RewardSettings(tokens_per_batch=1000, tuning="full"), (torch.float32, True)),
        (110_000_000, RewardSettings(tokens_per_batch=1000, tuning="full"), (torch.float32, False)),
        (100, RewardSettings(gradient_checkpointing="off", dtype="float32"), (torch.float32, False)),
        (10**12, RewardSettings(gradient_checkpointing="on"), (torch.float32, True)),
    ],
)
def test_it_chooses_precision_and_checkpointing_by_size(
    memory: int, chosen: RewardSettings, expected: tuple[torch.dtype, bool], cpu: Device
) -> None:
    device, save_memory = plan_memory(chosen, SIZE, cpu, memory)
    assert (device.dtype, save_memory) == expected
    assert device == replace(cpu, dtype=device.dtype)


def test_it_knows_the_memory_of_the_machine() -> None:
    assert 2**28 < total_memory(torch.device("cpu")) < 2**45


def test_it_names_a_base_that_is_not_there() -> None:
    with pytest.raises(TrainerError, match="cannot be loaded"):
        model_size(replace(resolve_source("nobody/nothing", "model"), kind="hub", name="./nothing"))
