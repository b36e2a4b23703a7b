"""An encoder-decoder as a policy: the same loop, another way through the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import T5ForConditionalGeneration

from tests.tiny import asked, ranking_rows, reward_model_made, tiny_adapter, tiny_t5
from tests.training.models.scorers import LONGEST
from training.models.adapters import AdapterShape
from training.models.encoder_decoder import EncoderDecoderPolicy
from training.models.generation import Answer, Sampling, generate
from training.models.loading import load_policy
from training.models.packing import Group
from training.models.policy import Policy, as_reference, train_adapter, trainable
from training.models.reward import load_reward_model, reward_model_for, score_rollout
from training.models.rollout import make_rollout
from training.models.source import resolve_source
from training.models.tokenizer import decode_answer, encode_prompt
from training.support.budget import Budget
from training.support.device import Device
from training.support.seed import uniforms

SAMPLING = Sampling(temperature=3.0, min_new_tokens=1, max_new_tokens=12)
PROMPTS = [[5, 9, 77, 1], [40, 41, 42, 43, 44, 45, 1], [100, 1]]


def chances(prompt: int, copies: int = 3) -> torch.Tensor:
    return uniforms(copies, SAMPLING.max_new_tokens, "test", prompt)


@pytest.fixture(scope="module", params=["tied head", "flan"])
def t5_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The two kinds there are: T5, whose head is its embedding, and FLAN-T5 with a head of its own and gated layers."""
    flan = {"tie_word_embeddings": False, "feed_forward_proj": "gated-gelu"}
    folder = tmp_path_factory.mktemp("t5_policy")
    return tiny_t5(folder, **(flan if request.param == "flan" else {}))


@pytest.fixture(scope="module")
def t5_reward(tmp_path_factory: pytest.TempPathFactory, t5_folder: str) -> Path:
    settings = {"model": t5_folder, "epochs": 3, "learning_rate": 0.01, "prompts_per_step": 4, "lora_r": 4}
    return reward_model_made(tmp_path_factory.mktemp("t5_reward"), ranking_rows(8, 4), **settings)


@pytest.fixture
def policy(t5_folder: str, cpu: Device) -> Policy:
    """A policy whose adapter is far from zero."""
    torch.manual_seed(3)
    made = load_policy(resolve_source(t5_folder, "model"), cpu)
    train_adapter(made, AdapterShape(4, 8))
    with torch.no_grad():
        for parameter in trainable(made.model):
            parameter.normal_(0, 0.1)
    made.language_model.generation_config.eos_token_id = list(
        range(1, 260, 8)
    )  # so that some answers end soon
    return made


def drawn(policy: Policy) -> list[list[Answer]]:
    given = [chances(number) for number in range(len(PROMPTS))]
    return generate(policy, PROMPTS, given, SAMPLING, at_once=Budget(9, print), keep_hidden=True)


def own_logprobs(model: Any, prompt: list[int], answer: list[int], temperature: float) -> torch.Tensor:
    """Return what the model itself says of an answer, in a row of its own."""
    with torch.no_grad():
        logits: torch.Tensor = model(
            input_ids=torch.tensor([prompt]), decoder_input_ids=torch.tensor([[0, *answer[:-1]]])
        ).logits[0]
    return (logits / temperature).log_softmax(dim=1).gather(1, torch.tensor(answer)[:, None])[:, 0]


def test_what_it_draws_with_is_what_a_training_pass_finds(policy: Policy) -> None:
    assert isinstance(policy, EncoderDecoderPolicy)
    answers = drawn(policy)
    assert len({len(answer.ids) for given in answers for answer in given}) > 2
    groups = [
        Group(prompt, [answer.ids for answer in given])
        for prompt, given in zip(PROMPTS, answers, strict=True)
    ]
    states = policy.token_states(groups, temperature=3.0, min_new_tokens=0)
    flat = [answer for given in answers for answer in given]
    said = torch.cat([answer.logprobs for answer in flat])
    first = states.time == 0  # drawn where no end was allowed
    torch.testing.assert_close(said[~first], states.logprobs.detach()[~first], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(
        torch.cat([answer.hidden for answer in flat]), states.hidden.detach(), atol=1e-5, rtol=1e-5
    )
    own = [
        own_logprobs(policy.language_model, prompt, answer.ids, 3.0)
        for prompt, given in zip(PROMPTS, answers, strict=True)
        for answer in given
    ]
    torch.testing.assert_close(torch.cat(own), states.logprobs.detach(), atol=1e-5, rtol=1e-5)


def test_the_shortest_length_holds_in_both_passes(policy: Policy) -> None:
    answers = drawn(policy)
    groups = [Group(PROMPTS[0], [answer.ids for answer in answers[0]])]
    states = policy.token_states(groups, temperature=3.0, min_new_tokens=1)
    said = torch.cat([answer.logprobs for answer in answers[0]])
    torch.testing.assert_close(said, states.logprobs.detach(), atol=1e-5, rtol=1e-5)


def test_it_draws_the_same_whoever_shares_the_batch(policy: Policy) -> None:
    together = [[answer.ids for answer in given] for given in drawn(policy)]
    for number, prompt in enumerate(PROMPTS):
        alone = generate(policy, [prompt], [chances(number)], SAMPLING, at_once=Budget(1, print))[0]
        assert [answer.ids for answer in alone] == together[number]


def test_its_prompt_is_what_its_own_tokenizer_makes_of_the_text(policy: Policy) -> None:
    ids = encode_prompt(policy.tokenizer, asked("Say 1!"))
    assert ids == policy.tokenizer("User: Say 1!\n\nAssistant:")["input_ids"]
    assert ids[-1] == policy.tokenizer.eos_token_id


def test_its_reference_is_the_base_bit_for_bit(policy: Policy, t5_folder: str, cpu: Device) -> None:
    base = load_policy(resolve_source(t5_folder, "model"), cpu)
    groups = [Group(PROMPTS[0], [[4, 5, 6], [7, 1]])]
    with torch.no_grad():
        plain = base.token_states(groups, temperature=1.0, min_new_tokens=0).logprobs
        moved = policy.token_states(groups, temperature=1.0, min_new_tokens=0).logprobs
        with as_reference(policy) as reference:
            assert torch.equal(
                reference.token_states(groups, temperature=1.0, min_new_tokens=0).logprobs, plain
            )
    assert not torch.equal(moved, plain)


def test_a_reward_model_on_its_base_shares_it(policy: Policy, t5_reward: Path, cpu: Device) -> None:
    source = resolve_source(str(t5_reward), "m")
    own, shared = (
        load_reward_model(source, cpu, longest=LONGEST),
        reward_model_for(policy, source, longest=LONGEST),
    )
    assert shared.host is policy.model
    mine, theirs = (
        {weight.data_ptr() for weight in model.parameters()} for model in (policy.model, own.model)
    )
    assert not mine & theirs
    assert {weight.data_ptr() for weight in shared.trunk.parameters()} <= mine
    groups = [own.encode(asked(f"Say {n}!"), ["***", ".."], [True, False], LONGEST)[0] for n in range(2)]
    with torch.no_grad():
        expected = own.scores(groups)
        assert float((expected[0] - expected[1]).abs()) > 0
        torch.testing.assert_close(shared.scores(groups), expected, atol=1e-6, rtol=1e-6)


def test_a_reward_model_of_its_kind_reads_the_very_ids_and_another_the_text(
    policy: Policy, t5_reward: Path, reward_folder: Path, cpu: Device
) -> None:
    rollout = make_rollout(PROMPTS, drawn(policy))
    messages = [asked(f"Say {number}!") for number in range(len(PROMPTS))]
    kin = reward_model_for(policy, resolve_source(str(t5_reward), "m"), longest=LONGEST)
    stranger = reward_model_for(policy, resolve_source(str(reward_folder), "m"), longest=LONGEST)
    assert (kin.reads_ids_of(policy), stranger.reads_ids_of(policy)) == (True, False)
    scores = score_rollout(stranger, policy, rollout, messages, Budget(512, print))
    texts = [decode_answer(policy.tokenizer, answer.ids) for answer in rollout.answers]
    expected = [
        stranger.encode(messages[number], [text], [answer.ended], LONGEST)[0]
        for number, text, answer in zip(rollout.prompt_of, texts, rollout.answers, strict=True)
    ]
    with torch.no_grad():
        torch.testing.assert_close(scores, stranger.member_scores(expected), atol=1e-5, rtol=1e-5)
    groups = rollout.groups(range(len(texts)))
    with torch.no_grad():
        exact = score_rollout(kin, policy, rollout, messages, Budget(512, print))
        torch.testing.assert_close(exact, kin.member_scores(groups), atol=1e-5, rtol=1e-5)


def test_a_reward_model_can_be_trained_on_a_fine_tuned_one(t5: str, cpu: Device, tmp_path: Path) -> None:
    tuned = tiny_adapter(tmp_path / "tuned", t5)
    settings = {"model": tuned, "epochs": 1, "prompts_per_step": 4, "lora_r": 4}
    folder = reward_model_made(tmp_path / "reward", ranking_rows(4, 2), **settings)
    policy = load_policy(resolve_source(tuned, "m"), cpu)
    train_adapter(policy, AdapterShape(4, 8))
    assert reward_model_for(policy, resolve_source(str(folder), "m"), longest=LONGEST).host is policy.model
    plain = T5ForConditionalGeneration.from_pretrained(t5)
    assert not torch.equal(
        own_logprobs(plain, PROMPTS[0], [5, 1], 1.0),
        own_logprobs(policy.language_model, PROMPTS[0], [5, 1], 1.0),
    )
