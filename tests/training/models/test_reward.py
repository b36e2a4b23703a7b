"""The shared prompt gives what separate pairs give."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline

from tests.tiny import END, asked, ranking_rows, tiny_llama
from tests.training.models.scorers import LONGEST, made
from training.contract.reward_settings import RewardSettings
from training.data.rankings import PromptGroup, batch_members, group_rankings
from training.models.adapters import AdapterShape
from training.models.classifier import base_digest
from training.models.loading import load_policy
from training.models.objective import Objective
from training.models.packing import Group
from training.models.policy import as_reference, train_adapter
from training.models.reward import (
    can_share_base,
    load_reward_model,
    new_reward_model,
    reward_model_for,
    save_reward_model,
)
from training.models.reward_model import RewardModel
from training.models.source import resolve_reward_source, resolve_source
from training.models.tokenizer import prompt_text
from training.models.trainable import trainable_state
from training.rl.ranking_losses import centring_loss
from training.support.device import Device
from training.support.errors import TrainerError


@pytest.fixture
def fresh(llama: str, cpu: Device) -> RewardModel:
    return made(llama, cpu)


def decoder_score(reward: RewardModel, group: PromptGroup, answer: int) -> torch.Tensor:
    """Score an answer in a row of its own, through the classifier as transformers runs it."""
    text = prompt_text(reward.tokenizer, group.messages) + group.texts[answer] + END
    score: torch.Tensor = reward.model(**reward.tokenizer(text, return_tensors="pt")).logits[0, 0]
    return score


def encoder_score(reward: RewardModel, group: PromptGroup, answer: int) -> torch.Tensor:
    """Score an answer beside its prompt, joined by the tokenizer itself."""
    joined = reward.tokenizer(
        prompt_text(reward.tokenizer, group.messages), group.texts[answer], return_tensors="pt"
    )
    score: torch.Tensor = reward.model(**joined).logits[0, 0]
    return score


def encoder_decoder_score(reward: RewardModel, group: PromptGroup, answer: int) -> torch.Tensor:
    """Score an answer with an encoder pass of its own; the classifier reads the state before its last end token."""
    prompt = reward.tokenizer(prompt_text(reward.tokenizer, group.messages), return_tensors="pt")
    encoded = reward.trunk.get_encoder()(**prompt)
    answer_ids = reward.tokenizer(group.texts[answer] + END, return_tensors="pt")["input_ids"]
    score: torch.Tensor = reward.model.get_base_model()(
        input_ids=answer_ids, encoder_outputs=encoded, attention_mask=prompt["attention_mask"]
    ).logits[0, 0]
    return score


NAIVE = {
    "llama": (decoder_score, True),
    "t5": (encoder_decoder_score, True),
    "bert": (encoder_score, False),
    "roberta": (encoder_score, False),
}


def gradients(reward: RewardModel) -> dict[str, torch.Tensor]:
    found = {
        name: parameter.grad.clone()
        for name, parameter in reward.model.named_parameters()
        if parameter.grad is not None
    }
    reward.model.zero_grad()
    return found


@pytest.mark.parametrize("name", list(NAIVE))
def test_it_equals_separate_pairs_in_loss_and_gradient(
    name: str, request: pytest.FixtureRequest, cpu: Device
) -> None:
    naive, shared = NAIVE[name]
    reward = made(request.getfixturevalue(name), cpu)
    assert reward.shared is shared
    assert reward.format.frame.typed is (name == "bert")
    groups = [
        *group_rankings(ranking_rows(3, k=4)),
        *group_rankings([dataclasses.replace(row, prompt_id="q") for row in ranking_rows(1, k=2)]),
    ]
    encoded = [reward.encode(group.messages, group.texts, group.ended, LONGEST)[0] for group in groups]

    scores = reward.scores(encoded)
    objective = Objective(RewardSettings(), groups, {})
    loss = objective(scores, objective.lesson(groups))
    loss = loss + 0.1 * centring_loss(scores, batch_members(groups, cpu.place), len(groups))
    loss.backward()
    together = gradients(reward)

    total = torch.zeros(())
    for group in groups:
        for better, worse in group.votes:
            difference = naive(reward, group, better) - naive(reward, group, worse)
            total = total - torch.nn.functional.logsigmoid(difference) / len(group.votes)
        alone = torch.stack([naive(reward, group, answer) for answer in range(len(group.texts))])
        total = total + 0.1 * alone.mean().square()
    total.backward()
    apart = gradients(reward)

    torch.testing.assert_close(loss, total, atol=1e-5, rtol=1e-5)
    assert together.keys() == apart.keys()
    assert len(together) > 20
    difference = torch.cat([(together[name] - apart[name]).flatten() for name in apart])
    assert difference.norm() <= 1e-5 * torch.cat([gradient.flatten() for gradient in apart.values()]).norm()


def test_it_scores_several_prompts_in_a_row_as_it_scores_one(fresh: RewardModel) -> None:
    rows = [
        Group([5] * size, [[6] * answer for answer in answers])
        for size, answers in ((40, (9, 1)), (3, (2,)), (7, (4, 4, 1)), (1, (1,)))
    ]
    with torch.no_grad():
        together = fresh.scores(rows)
        alone = torch.cat([fresh.scores([row]) for row in rows])
    torch.testing.assert_close(together, alone, atol=1e-6, rtol=1e-5)


def test_it_scores_the_same_in_any_batch_and_order(fresh: RewardModel) -> None:
    groups = group_rankings(ranking_rows(6))
    encoded = [fresh.encode(group.messages, group.texts, group.ended, LONGEST)[0] for group in groups]
    wide = fresh.score_all(encoded, 10_000)
    narrow = fresh.score_all(encoded[::-1], 1)[::-1]
    torch.testing.assert_close(torch.tensor(wide), torch.tensor(narrow), atol=1e-5, rtol=1e-5)


def test_it_does_not_share_a_prompt_with_an_encoder(bert: str, cpu: Device) -> None:
    model = new_reward_model(resolve_source(bert, "model"), cpu, AdapterShape(4, 8), longest=LONGEST)
    group, _ = model.encode(asked("Hello"), ["one", "another"], [True, True], LONGEST)
    tokenizer = model.tokenizer
    assert not model.shared
    assert group.prompt[0] == tokenizer.cls_token_id
    assert all(answer[-1] == tokenizer.sep_token_id for answer in group.answers)
    assert model.scores([group]).shape == (2,)
    assert any("classifier" in name for name in trainable_state(model.model))


def test_it_counts_what_had_to_be_cut(fresh: RewardModel) -> None:
    group, cut = fresh.encode(asked("x" * 100), ["yes", "no"], [True, False], 32)
    assert cut
    assert len(group.prompt) + max(map(len, group.answers)) == 32
    assert not fresh.encode(asked("x"), ["yes", "no"], [True, True], 64)[1]


def test_it_ends_an_answer_only_if_the_model_did(fresh: RewardModel) -> None:
    group, _ = fresh.encode(asked("x"), ["yes", "yes"], [True, False], 64)
    assert group.answers[0] == [*group.answers[1], fresh.tokenizer.eos_token_id]


def test_it_shares_the_policys_base_without_touching_the_policy(
    llama: str, reward_folder: Path, cpu: Device
) -> None:
    source = resolve_source(str(reward_folder), "reward_model")
    own = load_reward_model(source, cpu, longest=LONGEST)
    policy = load_policy(resolve_source(llama, "model"), cpu)
    train_adapter(policy, AdapterShape(4, 8))
    before = {name: value.clone() for name, value in trainable_state(policy.model).items()}
    shared = reward_model_for(policy, source, longest=LONGEST)

    assert shared.host is policy.model
    group, _ = own.encode(asked("Say 1!"), ["***", "..."], [True, True], LONGEST)
    with torch.no_grad():
        assert torch.equal(own.scores([group]), shared.scores([group]))
        with as_reference(policy):
            assert torch.equal(own.scores([group]), shared.scores([group]))
    after = trainable_state(policy.model)
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_it_keeps_a_base_of_its_own_when_the_policys_differs(
    reward_folder: Path, cpu: Device, tmp_path: Path
) -> None:
    policy = load_policy(resolve_source(tiny_llama(tmp_path, seed=9), "model"), cpu)
    assert not can_share_base(policy, resolve_source(str(reward_folder), "reward_model"))


def test_it_loads_with_plain_peft(llama: str, reward_folder: Path, cpu: Device) -> None:
    ours = load_reward_model(resolve_source(str(reward_folder), "reward_model"), cpu, longest=LONGEST)
    tokenizer = AutoTokenizer.from_pretrained(reward_folder)
    base = AutoModelForSequenceClassification.from_pretrained(llama, num_labels=1)
    plain = PeftModel.from_pretrained(base, str(reward_folder)).eval()
    group, _ = ours.encode(asked("Say 1!"), ["*."], [True], LONGEST)
    ids = torch.tensor([group.prompt + group.answers[0]])
    assert tokenizer.pad_token_id is not None
    with torch.no_grad():
        torch.testing.assert_close(
            plain(input_ids=ids).logits[:, 0], ours.scores([group]), atol=1e-5, rtol=1e-5
        )


def test_it_reads_a_classifier_as_its_pipeline_does(roberta: str, cpu: Device) -> None:
    pipe: Any = pipeline("text-classification", model=roberta, top_k=None)
    texts = ["I like you.", "go away", ""]
    expected = [{one["label"]: one["score"] for one in found} for found in pipe(texts)]
    for label in ("nothate", "hate"):
        source = resolve_reward_source(f"{roberta}?label={label}&read=probability", "m")
        reward = load_reward_model(source, cpu, longest=LONGEST)
        group, _ = reward.encode(asked("Not read."), texts, [True] * 3, LONGEST)
        with torch.no_grad():
            found = reward.scores([group]).tolist()
        assert found == pytest.approx([scores[label] for scores in expected], abs=1e-5)


def test_it_gives_a_classifier_the_prompt_where_that_is_asked(roberta: str, cpu: Device) -> None:
    source = resolve_reward_source(f"{roberta}?label=nothate&text=conversation", "m")
    reward = load_reward_model(source, cpu, longest=LONGEST)
    pipe: Any = pipeline("text-classification", model=roberta, function_to_apply="none", top_k=None)
    (expected,) = pipe([{"text": "User: Hi\n\nAssistant:", "text_pair": "go away"}])
    group, _ = reward.encode(asked("Hi"), ["go away"], [True], LONGEST)
    with torch.no_grad():
        assert {
            "label": "nothate",
            "score": pytest.approx(reward.scores([group]).item(), abs=1e-5),
        } in expected


def test_it_cuts_a_prompt_to_what_the_model_can_place(roberta: str, cpu: Device) -> None:
    source = resolve_reward_source(f"{roberta}?label=nothate&text=conversation", "m")
    reward = load_reward_model(source, cpu, longest=LONGEST)
    # Of 130 positions RoBERTa uses those behind its padding index 0.
    assert reward.limit(4096) == 129
    group, cut = reward.encode(asked("x" * 500), ["yes", "y" * 500], [True, True], 4096)
    assert cut
    assert max(len(group.prompt) + len(answer) for answer in group.answers) == 129
    assert reward.scores([group]).isfinite().all()


def test_it_needs_no_pad_token_and_survives_one_that_is_the_end_token(
    gpt2: str, cpu: Device, tmp_path: Path
) -> None:
    plain = made(gpt2, cpu)
    assert plain.tokenizer.pad_token is None
    shutil.copytree(gpt2, tmp_path / "padded")
    tokenizer = AutoTokenizer.from_pretrained(gpt2)
    tokenizer.pad_token = tokenizer.eos_token
    tokenizer.save_pretrained(tmp_path / "padded")
    padded = made(str(tmp_path / "padded"), cpu)
    assert padded.tokenizer.pad_token_id == padded.tokenizer.eos_token_id
    rows = [asked("Hi"), asked("A longer one")]
    encoded = [plain.encode(row, ["yes", "a longer answer", ""], [True] * 3, LONGEST)[0] for row in rows]
    for shared in (True, False):
        with torch.no_grad():
            found = [dataclasses.replace(reward, shared=shared).scores(encoded) for reward in (plain, padded)]
        torch.testing.assert_close(found[0], found[1], atol=1e-6, rtol=1e-6)


def test_it_refuses_an_adapter_whose_base_was_replaced(
    reward_folder: Path, llama: str, cpu: Device, tmp_path: Path
) -> None:
    folder, other = tmp_path / "reward", tiny_llama(tmp_path / "base", seed=9)
    shutil.copytree(reward_folder, folder)
    card = json.loads((folder / "podium.json").read_text())
    (folder / "podium.json").write_text(json.dumps({**card, "base": other}))
    source = resolve_source(str(folder), "reward_model")
    said = rf"The adapter in {folder} does not fit its base {other}: its weights are others"
    with pytest.raises(TrainerError, match=said):
        load_reward_model(source, cpu, longest=LONGEST)
    with pytest.raises(TrainerError, match=said):
        reward_model_for(load_policy(resolve_source(other, "model"), cpu), source, longest=LONGEST)


def test_it_refuses_a_base_that_differs_in_one_layer_alone(
    reward_folder: Path, llama: str, cpu: Device, tmp_path: Path
) -> None:
    folder, other = tmp_path / "reward", tmp_path / "base"
    shutil.copytree(reward_folder, folder)
    shutil.copytree(llama, other)
    weights = load_file(other / "model.safetensors")
    weights["model.layers.1.mlp.down_proj.weight"] += 0.1
    save_file(weights, other / "model.safetensors", metadata={"format": "pt"})
    card = json.loads((folder / "podium.json").read_text())
    (folder / "podium.json").write_text(json.dumps({**card, "base": str(other)}))
    with pytest.raises(TrainerError, match="its weights are others"):
        load_reward_model(resolve_source(str(folder), "reward_model"), cpu, longest=LONGEST)


def test_a_bases_digest_is_the_same_in_every_precision_and_below_an_adapter(llama: str, cpu: Device) -> None:
    plain, adapted = made(llama, cpu), load_policy(resolve_source(llama, "model"), cpu)
    train_adapter(adapted, AdapterShape(4, 8, 0))
    half = load_policy(resolve_source(llama, "model"), dataclasses.replace(cpu, dtype=torch.bfloat16))
    assert base_digest(plain.trunk) == base_digest(adapted.trunk) == base_digest(half.trunk)


def test_it_refuses_an_adapter_of_another_size(
    reward_folder: Path, bert: str, gpt2: str, cpu: Device, tmp_path: Path
) -> None:
    folder = tmp_path / "reward"
    save_reward_model(made(gpt2, cpu), folder, {"base": bert, "base_digest": None})
    with pytest.raises(TrainerError, match=r"does not fit its base"):
        load_reward_model(resolve_source(str(folder), "reward_model"), cpu, longest=LONGEST)
