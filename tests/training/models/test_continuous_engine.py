"""Continuous batching on a CPU: the same code as on a GPU, with another attention and smaller pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch
from transformers import LlamaForCausalLM
from transformers.generation.continuous_batching import ContinuousBatchingManager

from tests.training.models.test_generation import far_policy
from training.models.answering import Question, foreign_answer
from training.models.continuous_engine import ContinuousEngine
from training.models.generation import Answer, Sampling
from training.models.packing import Group
from training.models.policy import Policy, as_reference
from training.support.budget import Budget
from training.support.device import Device
from training.support.errors import TrainerError

SAMPLING = Sampling(temperature=0.8, min_new_tokens=1, max_new_tokens=8)
QUESTIONS = [
    Question(prompt, (0, "test", place)) for place, prompt in enumerate([[5, 9, 77], [40, 41], [100]])
]


@pytest.fixture(scope="module")
def policy(llama: str, cpu: Device) -> Policy:
    return far_policy(llama, cpu)


def engine_of(policy: Policy, *, copies: int = 2, **sampling: Any) -> ContinuousEngine:
    return ContinuousEngine(policy, replace(SAMPLING, **sampling), copies, Budget(6, print))


def answers(engine: ContinuousEngine, questions: list[Question] = QUESTIONS) -> list[list[Answer]]:
    return engine.answer(questions, lambda done: None)


def test_it_answers_each_question_several_times_by_its_seed(policy: Policy) -> None:
    heard: list[int] = []
    given = engine_of(policy).answer(QUESTIONS, heard.append)
    assert ([len(one) for one in given], heard[-1]) == ([2, 2, 2], 6)
    ids = [answer.ids for one in given for answer in one]
    assert len({tuple(one) for one in ids}) == 6
    again = [answer.ids for one in answers(engine_of(policy)) for answer in one]
    others = [Question(question.prompt, (1, *question.chance)) for question in QUESTIONS]
    assert ids == again
    assert ids != [answer.ids for one in answers(engine_of(policy), others) for answer in one]


def test_it_draws_from_the_whole_distribution_at_the_temperature(policy: Policy) -> None:
    engine = engine_of(policy, copies=300, min_new_tokens=0, max_new_tokens=1)
    (given,) = answers(engine, QUESTIONS[:1])
    with torch.no_grad():
        state = policy.answer_states([Group(QUESTIONS[0].prompt, [[4]])]).hidden
        logprobs = (policy.logits(state) / 0.8).log_softmax(dim=1)[0]
    drawn = logprobs[[answer.ids[0] for answer in given]]
    expected = (logprobs.exp() * logprobs).sum()
    spread = ((logprobs.exp() * (logprobs - expected) ** 2).sum() / len(given)).sqrt()
    assert abs(drawn.mean() - expected) < 4 * spread
    assert (drawn < logprobs.topk(50).values[-1]).any()


def test_it_ends_at_the_end_token_but_never_too_early(policy: Policy) -> None:
    engine = engine_of(policy, copies=40, temperature=2.0, min_new_tokens=3, max_new_tokens=12)
    (given,) = answers(engine, QUESTIONS[:1])
    end = policy.tokenizer.eos_token_id
    assert any(answer.ended for answer in given)
    for answer in given:
        assert answer.ended == (answer.ids[-1] == end)
        assert answer.ids.index(end) >= 3 if answer.ended else len(answer.ids) == 12


def test_it_writes_no_more_than_the_longest_answer_where_that_is_the_shortest_too(policy: Policy) -> None:
    given = answers(engine_of(policy, min_new_tokens=4, max_new_tokens=4))
    assert {len(answer.ids) for one in given for answer in one} == {4}


def test_it_answers_as_the_policy_is_and_leaves_it_so(policy: Policy) -> None:
    before = {name: value.clone() for name, value in policy.model.state_dict().items()}
    way = policy.language_model.config._attn_implementation
    given = answers(engine_of(policy, temperature=0.05))
    assert all(torch.equal(before[name], value) for name, value in policy.model.state_dict().items())
    assert policy.language_model.config._attn_implementation == way
    groups = [
        Group(question.prompt, [answer.ids for answer in one])
        for question, one in zip(QUESTIONS, given, strict=True)
    ]
    with torch.no_grad():
        said = policy.token_states(groups, temperature=0.05, min_new_tokens=1).logprobs
        with as_reference(policy) as reference:
            other = reference.token_states(groups, temperature=0.05, min_new_tokens=1).logprobs
    assert said.exp().mean() > 0.6  # next to greedy
    assert other.mean() < said.mean() - 1  # nats a token: the adapter was at work


def test_it_answers_in_bfloat16(llama: str, cpu: Device) -> None:
    given = answers(engine_of(far_policy(llama, replace(cpu, dtype=torch.bfloat16))))
    assert [len(one) for one in given] == [2, 2, 2]


def test_it_ends_with_the_error_that_ended_the_batches(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = policy.language_model.config._attn_implementation

    def on_a_small_gpu(model: LlamaForCausalLM, **given: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    engine = engine_of(policy, min_new_tokens=0)
    monkeypatch.setattr(LlamaForCausalLM, "forward", on_a_small_gpu)
    with pytest.raises(torch.OutOfMemoryError, match="Tried to allocate"):
        answers(engine)
    assert policy.language_model.config._attn_implementation == way


def test_it_says_what_became_of_one_answer_alone(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ContinuousBatchingManager.get_result

    def failed(manager: ContinuousBatchingManager, **given: Any) -> Any:
        result = real(manager, **given)
        return replace(result, error="the cache is full") if result else None

    monkeypatch.setattr(ContinuousBatchingManager, "get_result", failed)
    with pytest.raises(TrainerError, match=r"gave an answer up: the cache is full\. Choose engine loop\."):
        answers(engine_of(policy))


def test_it_takes_causal_models_only(t5: str, gpt2: str, cpu: Device) -> None:
    with pytest.raises(TrainerError, match=r"Continuous batching cannot answer with .*: it takes causal"):
        engine_of(far_policy(t5, cpu))
    assert [len(one) for one in answers(engine_of(far_policy(gpt2, cpu)))] == [2, 2, 2]


def test_it_takes_no_model_whose_attention_it_would_change(llama: str, cpu: Device) -> None:
    capped = far_policy(llama, cpu)
    capped.language_model.config.attn_logit_softcapping = 50.0
    with pytest.raises(TrainerError, match=r"it takes causal models whose attention can be exchanged"):
        engine_of(capped)


def test_an_answer_that_was_given_up_is_an_error(policy: Policy) -> None:
    end = policy.tokenizer.eos_token_id
    assert foreign_answer([7, end], policy, SAMPLING)[:2] == ([7, end], True)
    assert foreign_answer([7] * 8, policy, SAMPLING)[:2] == ([7] * 8, False)
    for ids in ([], [7, 7]):
        with pytest.raises(TrainerError, match=f"gave an answer up after {len(ids)} of at most 8 tokens"):
            foreign_answer(ids, policy, SAMPLING)
