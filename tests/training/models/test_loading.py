"""Which weights a policy is loaded on, and which of its adapters its reference has."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import LlamaForCausalLM

from tests.tiny import tiny_adapter
from training.models.decoding import CausalDecoding
from training.models.loading import load_policy
from training.models.packing import Group
from training.models.policy import Policy, as_reference
from training.models.source import resolve_source
from training.support.device import Device
from training.support.errors import TrainerError

GROUPS = [Group([5, 9, 77, 41], [[60, 61, 62, 1], [63, 64]])]


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory, llama: str) -> str:
    return tiny_adapter(tmp_path_factory.mktemp("tuned"), llama)


@pytest.fixture(scope="module")
def aligned(tmp_path_factory: pytest.TempPathFactory, llama: str, tuned: str) -> str:
    """A policy that was trained on the fine-tuned model."""
    folder = tiny_adapter(tmp_path_factory.mktemp("aligned"), llama, seed=8)
    (Path(folder) / "podium.json").write_text(json.dumps({"type": "policy", "base": tuned}))
    return folder


def said_by(policy: Policy) -> torch.Tensor:
    with torch.no_grad():
        return policy.token_states(GROUPS, temperature=1.0, min_new_tokens=0).logprobs


def test_it_stands_on_its_reference_and_becomes_it(llama: str, tuned: str, aligned: str, cpu: Device) -> None:
    source, base = resolve_source(aligned, "m"), resolve_source(llama, "m")
    whole = said_by(load_policy(source, cpu))
    for reference, others in ((llama, []), (tuned, []), (tuned, [base.key])):
        key = resolve_source(reference, "m").key
        policy = load_policy(source, cpu, needed=[key, *others], reference=key)
        assert policy.reference_key == key
        assert policy.base_key == (base.key if others else key)
        torch.testing.assert_close(said_by(policy), whole, atol=1e-4, rtol=1e-4)
        expected = said_by(load_policy(resolve_source(reference, "m"), cpu))
        with as_reference(policy) as compared:
            torch.testing.assert_close(said_by(compared), expected, atol=1e-4, rtol=1e-4)


def test_it_is_no_part_of_a_policy_that_stands_elsewhere(tuned: str, gpt2: str, cpu: Device) -> None:
    key = resolve_source(gpt2, "m").key
    policy = load_policy(resolve_source(tuned, "m"), cpu, needed=[key], reference=key)
    assert policy.reference_key == resolve_source(tuned, "m").key


def test_it_refuses_an_adapter_that_has_no_place(tuned: str, llama: str, cpu: Device, tmp_path: Path) -> None:
    folder = Path(tiny_adapter(tmp_path / "odd", llama))
    weights = load_file(folder / "adapter_model.safetensors")
    odd = {name.replace("layers.1.", "layers.7."): weight for name, weight in weights.items()}
    save_file(odd, folder / "adapter_model.safetensors")
    with pytest.raises(TrainerError, match=r"does not fit its base: it has no place for"):
        load_policy(resolve_source(str(folder), "m"), cpu, needed=[resolve_source(llama, "m").key])


def test_it_refuses_a_model_that_does_more_to_its_logits_than_it_knows(
    llama: str, cpu: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    forward = LlamaForCausalLM.forward

    def capped(self: LlamaForCausalLM, *args: object, **kwargs: object) -> object:
        """Cap the logits where the config says nothing of it."""
        told = forward(self, *args, **kwargs)
        told.logits = 2 * torch.tanh(told.logits / 2)
        return told

    monkeypatch.setattr(LlamaForCausalLM, "forward", capped)
    with pytest.raises(TrainerError, match="changes its logits"):
        load_policy(resolve_source(llama, "m"), cpu)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_it_refuses_a_model_that_draws_by_other_chances(
    llama: str, cpu: Device, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance = CausalDecoding.advance

    def misplaced(self: CausalDecoding, tokens: torch.Tensor) -> None:
        """Put every token far behind where it stands."""
        self.position = self.position + 40
        advance(self, tokens)

    monkeypatch.setattr(CausalDecoding, "advance", misplaced)
    with pytest.raises(TrainerError, match="other chances while it answers"):
        load_policy(resolve_source(llama, "m"), replace(cpu, dtype=dtype))
