from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch.autograd.graph import saved_tensors_hooks

from training.models.adapters import AdapterShape
from training.models.decoding import FEW_ROWS, CausalDecoding, few_rows
from training.models.generation import Sampling, draw, generate, side_by_side
from training.models.loading import load_policy
from training.models.packing import Group
from training.models.policy import (
    Policy,
    as_reference,
    forbid_early_end,
    train_adapter,
    train_whole,
    trainable,
)
from training.models.source import resolve_source
from training.support.budget import Budget
from training.support.device import Device
from training.support.seed import uniforms

SAMPLING = Sampling(temperature=0.8, min_new_tokens=1, max_new_tokens=12)
PROMPTS = [[5, 9, 77], [40, 41, 42, 43, 44, 45], [100]]


def chances(prompt: int, copies: int = 2) -> torch.Tensor:
    return uniforms(copies, SAMPLING.max_new_tokens, "test", prompt)


def far_policy(source: str, cpu: Device) -> Policy:
    """Return a policy whose adapter is far from zero."""
    torch.manual_seed(3)
    made = load_policy(resolve_source(source, "model"), cpu)
    train_adapter(made, AdapterShape(4, 8))
    with torch.no_grad():
        for parameter in trainable(made.model):
            parameter.normal_(0, 0.1)
    return made


@pytest.fixture
def policy(llama: str, cpu: Device) -> Policy:
    return far_policy(llama, cpu)


@pytest.fixture(params=["llama", "gpt2", "end token pads"])
def any_policy(request: pytest.FixtureRequest, cpu: Device) -> Policy:
    """Positions that are rotated or learned; a pad token of its own, none at all, or the end token."""
    name = "gpt2" if request.param == "gpt2" else "llama"
    made = far_policy(request.getfixturevalue(name), cpu)
    if request.param == "end token pads":
        made.tokenizer.pad_token = made.tokenizer.eos_token
    return made


def test_it_keeps_the_log_probabilities_that_a_training_pass_finds(any_policy: Policy) -> None:
    answers = generate(
        any_policy,
        PROMPTS,
        [chances(n) for n in range(3)],
        SAMPLING,
        at_once=Budget(6, print),
        keep_hidden=True,
    )
    groups = [
        Group(prompt, [answer.ids for answer in given])
        for prompt, given in zip(PROMPTS, answers, strict=True)
    ]
    states = any_policy.token_states(groups, temperature=0.8, min_new_tokens=1)
    drawn = torch.cat([answer.logprobs for given in answers for answer in given])
    hidden = torch.cat([answer.hidden for given in answers for answer in given])
    torch.testing.assert_close(drawn, states.logprobs.detach(), atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(hidden, states.hidden.detach(), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("whole", [False, True], ids=["adapter", "every weight"])
def test_it_takes_many_logits_in_pieces_and_keeps_none_for_the_gradient(
    llama: str, cpu: Device, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    policy = far_policy(llama, cpu)
    if whole:
        policy = load_policy(resolve_source(llama, "model"), cpu)
        train_whole(policy)
    groups = [Group(PROMPTS[0], [[4, 5, 6, 1], [7, 8]]), Group(PROMPTS[1], [[9, 10, 11, 12]])]
    vocabulary, tokens = policy.head.weight.shape[0], 10
    found = {}
    for name, most in (("whole", 100 * vocabulary), ("pieces", 3 * vocabulary)):
        monkeypatch.setattr("training.models.policy.LOGITS_AT_ONCE", most)
        kept: list[torch.Size] = []

        def keep(saved: torch.Tensor, kept: list[torch.Size] = kept) -> torch.Tensor:
            kept.append(saved.shape)
            return saved

        with saved_tensors_hooks(keep, lambda saved: saved):
            logprobs = policy.token_states(groups, temperature=0.8, min_new_tokens=1).logprobs
        rows = [shape[0] for shape in kept if len(shape) == 2 and shape[1] == vocabulary]
        widest = max((count for count in rows if count <= tokens), default=0)
        logprobs.square().sum().backward()
        gradients = [weight.grad.clone() for weight in trainable(policy.model) if weight.grad is not None]
        policy.model.zero_grad()
        found[name] = (logprobs.detach(), gradients, widest)
    (at_once, gradients, widest), (pieces, others, narrow) = found["whole"], found["pieces"]
    assert (widest, narrow) == (tokens if whole else 0, 0)
    torch.testing.assert_close(pieces, at_once, atol=1e-6, rtol=1e-6)
    assert len(gradients) == len(others) > 0
    for one, other in zip(gradients, others, strict=True):
        torch.testing.assert_close(other, one, atol=1e-5 * float(one.abs().max()), rtol=1e-5)


def test_it_draws_the_same_when_few_rows_are_multiplied_as_columns(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = (policy, PROMPTS, [chances(n) for n in range(3)], SAMPLING)
    with_rows = generate(*given, at_once=Budget(6, print), keep_hidden=True)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    seen: set[int] = set()

    def watched(layer: torch.nn.Linear, states: torch.Tensor) -> torch.Tensor:
        seen.add(states.shape[0])
        return few_rows(layer, states)

    monkeypatch.setattr("training.models.decoding.few_rows", watched)
    with_columns = generate(*given, at_once=Budget(6, print), keep_hidden=True)
    assert seen >= {3, 6}, "prompts and their copies went this way"
    assert not any("forward" in vars(module) for module in policy.model.modules())
    for of_one, of_other in zip(with_rows, with_columns, strict=True):
        for one, other in zip(of_one, of_other, strict=True):
            assert one.ids == other.ids
            torch.testing.assert_close(other.logprobs, one.logprobs, atol=1e-5, rtol=1e-5)
            torch.testing.assert_close(other.hidden, one.hidden, atol=1e-5, rtol=1e-5)


def test_it_leaves_a_head_that_computes_in_bfloat16_as_it_was(
    llama: str, cpu: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = load_policy(resolve_source(llama, "model"), replace(cpu, dtype=torch.bfloat16))
    train_whole(policy)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    first, second = (
        generate(policy, PROMPTS, [chances(n) for n in range(3)], SAMPLING, at_once=Budget(6, print))
        for _ in range(2)
    )
    assert [[answer.ids for answer in given] for given in first] == [
        [answer.ids for answer in given] for given in second
    ]


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("shape", [(1, 1, 6), (5, 1, 6), (2, 3, 6), (FEW_ROWS + 1, 6)])
def test_few_rows_are_what_the_layer_makes(shape: tuple[int, ...], *, bias: bool) -> None:
    layer = torch.nn.Linear(6, 4, bias=bias)
    states = torch.randn(shape)
    torch.testing.assert_close(few_rows(layer, states), layer(states))


def test_it_draws_the_same_whoever_shares_the_batch(any_policy: Policy) -> None:
    together = generate(
        any_policy, PROMPTS, [chances(n) for n in range(3)], SAMPLING, at_once=Budget(6, print)
    )
    alone = [
        generate(any_policy, [PROMPTS[n]], [chances(n)], SAMPLING, at_once=Budget(1, print))[0]
        for n in range(3)
    ]
    assert [[answer.ids for answer in given] for given in together] == [
        [answer.ids for answer in given] for given in alone
    ]


def test_it_writes_half_as_many_side_by_side_when_memory_runs_out(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [chances(number, copies=4) for number in range(3, 6)]
    whole = generate(policy, PROMPTS, given, SAMPLING, at_once=Budget(12, print))
    weights = {name: value.clone() for name, value in policy.model.state_dict().items()}
    real, widths, said, heard = CausalDecoding.advance, [], list[str](), list[int]()

    def on_a_small_gpu(decoding: CausalDecoding, tokens: torch.Tensor) -> None:
        widths.append(len(tokens))
        if len(tokens) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        real(decoding, tokens)

    monkeypatch.setattr(CausalDecoding, "advance", on_a_small_gpu)
    budget = Budget(6, said.append, "answers")
    halved = generate(policy, PROMPTS, given, SAMPLING, at_once=budget, on_answers=heard.append)
    assert (widths[0], max(widths[1:]), heard[-1]) == (4, 3, 12)
    assert [[answer.ids for answer in one] for one in halved] == [
        [answer.ids for answer in one] for one in whole
    ]
    assert said == [
        "Memory ran out with 6 answers at once. The run goes on with 3: that takes longer and changes the numbers by rounding alone."
    ]
    budget.size = 6
    with pytest.raises(torch.OutOfMemoryError):
        generate(policy, PROMPTS, given, SAMPLING, at_once=budget)
    assert all(torch.equal(weights[name], value) for name, value in policy.model.state_dict().items())


@pytest.mark.parametrize(
    ("copies", "limit", "expected"),
    [
        (2, 5, [([1, 2], range(2)), ([0], range(2))]),
        (4, 3, [([place], part) for place in (1, 2, 0) for part in (range(3), range(3, 4))]),
    ],
)
def test_it_plans_whose_answers_are_written_side_by_side(
    copies: int, limit: int, expected: list[tuple[list[int], range]]
) -> None:
    planned = side_by_side([9, 3, 3], copies, limit)
    assert [(places, range(copies)[part]) for places, part in planned] == expected


def test_it_ends_at_the_end_token_and_says_so(policy: Policy) -> None:
    answers = [
        answer
        for number in range(40)
        for answer in generate(policy, [PROMPTS[0]], [chances(number)], SAMPLING, at_once=Budget(2, print))[0]
    ]
    end = policy.tokenizer.eos_token_id
    assert any(answer.ended for answer in answers)
    for answer in answers:
        assert answer.ended == (answer.ids[-1] == end)
        assert end not in answer.ids[:-1]
        assert answer.ended or len(answer.ids) == SAMPLING.max_new_tokens


def test_it_never_ends_before_the_shortest_length(policy: Policy) -> None:
    sampling = Sampling(temperature=2.0, min_new_tokens=6, max_new_tokens=12)
    for number in range(30):
        for answer in generate(policy, [PROMPTS[0]], [chances(number)], sampling, at_once=Budget(2, print))[
            0
        ]:
            assert len(answer.ids) >= 7 or not answer.ended


def test_an_end_is_impossible_before_the_shortest_length_alone() -> None:
    logits = torch.arange(12.0).reshape(3, 4).requires_grad_()
    found = forbid_early_end(logits * 2, torch.tensor([0, 2, 1]), [1, 3], 2)
    lowest = torch.finfo(torch.float32).min
    expected = [[0, lowest, 4, lowest], [8, 10, 12, 14], [16, lowest, 20, lowest]]
    torch.testing.assert_close(found.detach(), torch.tensor(expected, dtype=torch.float32))
    (gradient,) = torch.autograd.grad(found.sum(), logits)
    assert gradient.tolist() == [[2, 0, 2, 0], [2, 2, 2, 2], [2, 0, 2, 0]]
    assert forbid_early_end(torch.ones(1, 2), torch.tensor([0]), [], 5).tolist() == [[1, 1]]


def test_it_gives_back_the_very_weights_after_decoding(policy: Policy) -> None:
    before = {name: value.clone() for name, value in policy.model.state_dict().items()}
    way = policy.language_model.config._attn_implementation
    generate(policy, PROMPTS, [chances(n) for n in range(3)], SAMPLING, at_once=Budget(6, print))
    assert all(torch.equal(before[name], value) for name, value in policy.model.state_dict().items())
    assert policy.language_model.config._attn_implementation == way


def test_it_is_the_base_bit_for_bit_with_the_adapter_off(policy: Policy, cpu: Device) -> None:
    base = load_policy(policy.source, cpu)
    group = [Group(PROMPTS[0], [[4, 5, 6]])]
    with torch.no_grad(), as_reference(policy):
        reference = policy.token_states(group, temperature=1.0, min_new_tokens=0)
    with torch.no_grad():
        plain = base.token_states(group, temperature=1.0, min_new_tokens=0)
        moved = policy.token_states(group, temperature=1.0, min_new_tokens=0)
    assert torch.equal(reference.logprobs, plain.logprobs)
    assert not torch.equal(moved.logprobs, plain.logprobs)


def test_it_draws_in_proportion_to_the_probabilities() -> None:
    probabilities = torch.tensor([[0.5, 0.0, 0.3, 0.2]]).expand(1000, 4)
    chance = (torch.arange(1000, dtype=torch.float64) + 0.5) / 1000
    assert draw(probabilities, chance, 1.0).bincount(minlength=4).tolist() == [500, 0, 300, 200]


def test_it_draws_from_the_nucleus_alone() -> None:
    # top-p 0.75 keeps 0.5 and 0.3 (0.5 is not enough, 0.8 is): 5 / 8 and 3 / 8 of the draws
    probabilities = torch.tensor([[0.2, 0.3, 0.5, 0.0]]).expand(800, 4)
    chance = (torch.arange(800, dtype=torch.float64) + 0.5) / 800
    assert draw(probabilities, chance, 0.75).bincount(minlength=4).tolist() == [0, 300, 500, 0]


@pytest.mark.parametrize("vocabulary", [1000, 10_000])
def test_it_looks_past_the_first_ranks_when_the_nucleus_is_wide(vocabulary: int) -> None:
    flat = torch.full((2, vocabulary), 1 / vocabulary)
    tokens = draw(flat, torch.tensor([0.0, 0.999], dtype=torch.float64), 0.95)
    assert len(set(tokens.tolist())) == 2
