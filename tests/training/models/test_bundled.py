"""The model that ships in a package, converted and asked. Slow: real weights."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.tiny import asked, completed, make_run, of_kind, ranking_rows
from training.models.bundled import NAME
from training.models.generation import Sampling, generate
from training.models.loading import load_policy
from training.models.source import resolve_source
from training.models.tokenizer import decode_answer, encode_prompt
from training.support.budget import Budget
from training.support.device import Device

pytestmark = pytest.mark.slow


def test_it_answers_in_its_own_template_and_knows_its_end(cpu: Device) -> None:
    policy = load_policy(resolve_source(NAME, "model"), cpu)
    assert (policy.tokenizer.eos_token_id, policy.pad, policy.end_ids, policy.shared) == (2, 0, [2], True)
    prompt = encode_prompt(policy.tokenizer, asked("What is the capital of France?"))
    assert "<|im_start|>assistant" in policy.tokenizer.decode(prompt)
    middle = torch.full((1, 12), 0.5)
    ((answer,),) = generate(policy, [prompt], [middle], Sampling(0.05, 1, 12), at_once=Budget(1, print))
    assert "Paris" in decode_answer(policy.tokenizer, answer.ids)


def test_it_trains_a_reward_model_on_it(tmp_path: Path) -> None:
    settings = {"model": NAME, "epochs": 2, "prompts_per_step": 2}
    events = completed("reward", make_run(tmp_path, "reward", ranking_rows(6, 2), settings))
    losses = [event.body["values"]["loss"] for event in of_kind(events, "metric")]
    assert losses[-1] < losses[0]
