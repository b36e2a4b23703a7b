"""Memory by role is counted on the tensors themselves: each byte once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM

from tests.tiny import tiny_adapter
from training.contract.events import read_events
from training.contract.settings import PPOSettings
from training.models.actors import hold_moments, make_actors
from training.models.memory_roles import measure_roles
from training.models.trainable import count_parameters
from training.support.device import Device
from training.support.ranks import Ranks
from training.support.recorder import Recorder

FLOAT32 = 4


def roles_of(
    folder: Path, cpu: Device, model: str, reward: Path | str, **others: Any
) -> dict[str, dict[str, Any]]:
    """Return the rows of the event that a run begins with, by role."""
    path = folder / "events.jsonl"
    with Recorder(path) as recorder:
        settings = PPOSettings(model=model, reward_model=str(reward), lora_r=4, lora_alpha=8, **others)
        make_actors(settings, cpu, recorder, Ranks())
    (event,) = [event for event in read_events(path) if event.kind == "memory"]
    return {row.pop("role"): row for row in event.body["roles"]}


def size(model: str) -> int:
    """Return the bytes of a model's weights in float32."""
    return FLOAT32 * count_parameters(AutoModelForCausalLM.from_pretrained(model).parameters())


def test_all_roles_stand_on_one_base(llama: str, reward_folder: Path, cpu: Device, tmp_path: Path) -> None:
    roles = roles_of(tmp_path, cpu, llama, reward_folder)
    base = roles["policy"]["bytes"]
    buffers = base - size(llama)  # the frequencies of its positions
    assert 0 <= buffers < 200
    assert roles["reference"] == {
        "weights": roles["policy"]["weights"],
        "trained": 0,
        "bytes": 0,
        "shared": {"policy": base},
    }
    assert roles["reward_model"]["shared"] == {"policy": base}
    assert 0 < roles["reward_model"]["bytes"] < base
    head = 32 + 1
    assert roles["value_model"] == {"weights": head, "trained": head, "bytes": FLOAT32 * head, "shared": {}}
    adapter = roles["policy_adapter"]
    assert adapter["trained"] == adapter["weights"] == adapter["bytes"] // FLOAT32
    # Two moments of every weight that is trained, and a step count for each of its tensors.
    moments = 2 * (adapter["weights"] + head)
    assert 0 < roles["optimizer"]["weights"] - moments < 100


def test_an_adapter_to_start_from_belongs_to_the_reference(
    llama: str, reward_folder: Path, cpu: Device, tmp_path: Path
) -> None:
    tuned = tiny_adapter(tmp_path / "tuned", llama)
    roles = roles_of(tmp_path, cpu, tuned, reward_folder, value_model="adapter")
    assert roles["policy"]["bytes"] < roles["policy"]["bytes"] + roles["reference"]["bytes"] < 2 * size(llama)
    assert list(roles["reference"]["shared"]) == list(roles["value_model"]["shared"]) == ["policy"]
    assert roles["value_model"]["trained"] > 33


def test_a_frozen_copy_and_a_model_of_another_kind_have_memory_of_their_own(
    llama: str, bert: str, cpu: Device, tmp_path: Path
) -> None:
    roles = roles_of(tmp_path, cpu, llama, bert, tuning="full")
    assert roles["reference"]["bytes"] == roles["policy"]["bytes"]
    assert roles["policy"]["trained"] == size(llama) // FLOAT32
    assert roles["policy_adapter"]["bytes"] == 0
    assert all(not row["shared"] for row in roles.values())


def test_the_reward_model_shares_a_frozen_copy(
    llama: str, reward_folder: Path, cpu: Device, tmp_path: Path
) -> None:
    roles = roles_of(tmp_path, cpu, llama, reward_folder, tuning="full")
    assert roles["reward_model"]["shared"] == {"reference": roles["reference"]["bytes"]}


def test_it_counts_tied_and_repeated_tensors_once() -> None:
    one, other = torch.zeros(3), torch.zeros(2, dtype=torch.bfloat16)
    rows = measure_roles({"first": [one, one, one.view(3, 1)], "second": [other, one]})
    assert [(row["weights"], row["bytes"], row["shared"]) for row in rows] == [
        (3, 12, {}),
        (5, 4, {"first": 12}),
    ]


def test_moments_that_are_held_from_the_start_change_no_update() -> None:
    weights = [torch.nn.Parameter(torch.linspace(-1, 1, 6)) for _ in range(2)]
    early, late = (torch.optim.AdamW([weight], lr=0.1, weight_decay=0.0) for weight in weights)
    hold_moments(early)
    for step in range(4):
        for weight, optimizer in zip(weights, (early, late), strict=True):
            weight.grad = torch.linspace(0, 1, 6) * (step + 1)
            optimizer.step()
    assert torch.equal(*weights)
