from __future__ import annotations

import json
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import TrainerState

from tests.tiny import (
    TEMPLATE,
    asked,
    broken_llama,
    completed,
    make_run,
    of_kind,
    prompt_rows,
    ranking_rows,
    tiny_gpt2,
    train,
)
from training.contract.baseline_settings import RLOOSettings
from training.contract.events import Event, fold, read_events
from training.contract.rows import Message, Row
from training.contract.rundir import RunDir
from training.data.preferred import encode_example, first_answers
from training.data.rankings import group_rankings
from training.models.generation import Answer, Sampling
from training.models.group_training import prompts_in_order, reward_function, tokenizer_as_written
from training.models.loading import load_policy
from training.models.marking import Exam
from training.models.packing import Group
from training.models.reward import load_reward_model
from training.models.rollout import Asked, ask, make_rollout
from training.models.source import resolve_source
from training.models.tokenizer import encode_prompt
from training.models.trial import Trial
from training.recipes.dpo import PairCollator
from training.support.budget import Budget
from training.support.device import Device
from training.support.errors import TrainerError
from training.support.seed import draw_without_repetition

GROUPS = {"steps": 4, "prompts_per_step": 4, "samples_per_prompt": 4}
SPECIAL: dict[str, dict[str, Any]] = {
    "sft": {"epochs": 2, "answers_per_step": 6, "micro_batch": 3},
    "dpo": {"pairs_per_step": 9},
    "rloo": GROUPS,
    "grpo": GROUPS,
}


def settings(verb: str, model: str, reward: Path | str, **others: Any) -> dict[str, Any]:
    return {
        "model": model,
        "reward_model": str(reward),
        "max_new_tokens": 6,
        "learning_rate": 0.01,
        "lora_r": 4,
        "checkpoint_every": 2,
        **SPECIAL[verb],
        **others,
    }


def rows_for(verb: str) -> list[Row]:
    return [*(prompt_rows(8, 4) if verb in {"rloo", "grpo"} else ranking_rows(12, 4))]


def weights(run_dir: RunDir) -> dict[str, torch.Tensor]:
    return load_file(run_dir.artifacts / "policy" / "adapter_model.safetensors")


@pytest.fixture(scope="module", params=list(SPECIAL))
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, llama: str, reward_folder: Path
) -> tuple[str, RunDir, list[Event]]:
    """A whole run of each verb: four steps, the exam before and after."""
    verb = request.param
    folder = tmp_path_factory.mktemp(verb) / "run"
    run_dir = make_run(folder, verb, rows_for(verb), settings(verb, llama, reward_folder))
    return verb, run_dir, completed(verb, run_dir)


Whole = tuple[str, RunDir, list[Event]]


def test_it_ends_with_the_exam_that_ppo_takes(whole: Whole, llama: str, reward_folder: Path) -> None:
    verb, run_dir, events = whole
    before, after = of_kind(events, "evaluation")
    names = {"heldout_reward", "heldout_reward_gain", "heldout_kl", "heldout_length"}
    assert set(before.body["values"]) == set(after.body["values"]) == names
    assert (before.body["step"], after.body["step"]) == (0, 4)
    assert before.body["values"]["heldout_kl"]["value"] == 0.0
    result = of_kind(events, "result")[0].body["values"]
    assert result["reward_before"] == pytest.approx(before.body["values"]["heldout_reward"]["value"])
    assert result["reward_after"] == pytest.approx(after.body["values"]["heldout_reward"]["value"])
    assert result["gain"]["n"] == 4
    assert result["kl"]["value"] != 0.0
    assert (result["steps"], result["optimizer_steps"]) == (4, 4)
    card = json.loads((run_dir.artifacts / "policy" / "podium.json").read_text())
    assert (card["type"], card["base"], card["method"], card["steps"]) == ("policy", llama, verb, 4)
    assert card["reward_model"] == str(reward_folder)


def test_it_tells_every_step_and_every_state(whole: Whole) -> None:
    verb, run_dir, events = whole
    metrics = of_kind(events, "metric")
    assert [metric.body["step"] for metric in metrics] == [1, 2, 3, 4]
    shared = {"loss", "grad_norm", "learning_rate", "entropy", "memory_mb"}
    own = {
        "sft": {"token_accuracy"},
        "dpo": {"token_accuracy", "accuracy", "margin"},
        "rloo": {
            "reward",
            "reward_standardised",
            "length",
            "kl",
            "clip_fraction",
            "ended_share",
            "repetition",
        },
    }
    assert set(metrics[0].body["values"]) == shared | own[verb if verb != "grpo" else "rloo"]
    assert metrics[0].body["values"]["learning_rate"] == pytest.approx(0.01)
    saved = of_kind(events, "checkpoint")
    assert [event.body["step"] for event in saved] == [2, 4]
    assert all((run_dir.path / event.body["path"] / "whole.json").exists() for event in saved)
    assert of_kind(events, "started")[0].body["total_steps"] == 4


def test_it_tells_what_is_trained_and_what_each_part_holds(whole: Whole) -> None:
    roles = {row["role"]: row for row in of_kind(whole[2], "memory")[0].body["roles"]}
    assert list(roles) == ["policy", "policy_adapter", "reference", "reward_model"]
    adapter, reference = roles["policy_adapter"], roles["reference"]
    assert [name for name, row in roles.items() if row["trained"]] == ["policy_adapter"]
    assert (
        adapter["trained"] == adapter["weights"] == sum(value.numel() for value in weights(whole[1]).values())
    )
    assert (reference["bytes"], reference["shared"]) == (0, {"policy": roles["policy"]["bytes"]})
    assert roles["reward_model"]["shared"] == {}
    said = [event.body["message"] for event in of_kind(whole[2], "log")]
    assert any(
        message.startswith(f"{adapter['trained']:,} weights of the policy are trained") for message in said
    )


def test_it_clocks_its_exams(whole: Whole) -> None:
    assert all(event.body["seconds"] > 0 for event in of_kind(whole[2], "evaluation"))


@pytest.mark.parametrize("verb", ["rloo", "grpo"])
def test_it_rings_at_the_kl_bound_and_ends(
    verb: str, tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(verb, llama, reward_folder, learning_rate=0.5, max_kl=0.05, checkpoint_every=100)
    run_dir = make_run(tmp_path, verb, prompt_rows(4), given)
    assert train(verb, run_dir) == 0
    events = list(read_events(run_dir.events))
    state = fold(events)
    assert (state.phase, state.reason) == ("stopped", "kl bound")
    assert state.alarms["kl bound"]["step"] == state.step == state.checkpoint_step
    assert state.step is not None
    assert state.step < 4
    assert "Start a new run with a higher KL penalty" in state.hint
    # It is started again: what rings is known, and the next step is past the bound too.
    assert train(verb, run_dir) == 0
    again = list(read_events(run_dir.events))[len(events) :]
    rung = [(event.body["step"], event.body["on"]) for event in of_kind(again, "alarm")]
    assert rung == [(state.step, True)]
    assert fold(again).step == state.step + 1


def test_it_warns_that_without_a_kl_penalty_no_bound_holds(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings("grpo", llama, reward_folder, steps=1, kl_coefficient=0.0)
    events = completed("grpo", make_run(tmp_path, "grpo", prompt_rows(4), given))
    assert "no KL" in " ".join(fold(events).warnings)


def test_it_resumes_bit_for_bit(whole: Whole, tmp_path: Path, llama: str, reward_folder: Path) -> None:
    verb, run_dir, events = whole
    # The second run is the first as a kill after its second step, in the midst of the next state, leaves it.
    half = make_run(tmp_path / "run", verb, rows_for(verb), settings(verb, llama, reward_folder))
    half.checkpoints.mkdir()
    shutil.copytree(run_dir.checkpoints / "checkpoint-2", half.checkpoints / "checkpoint-2")
    (half.checkpoints / "checkpoint-3").mkdir()
    again = completed(verb, half)
    assert of_kind(again, "started")[0].body["resumed_from"] == 2
    assert [metric.body["step"] for metric in of_kind(again, "metric")] == [3, 4]
    assert [told.body["step"] for told in of_kind(again, "evaluation")] == [4]
    expected = weights(run_dir)
    assert all(torch.equal(value, expected[name]) for name, value in weights(half).items())
    assert of_kind(again, "result")[0].body == of_kind(events, "result")[0].body


def test_a_run_whose_training_had_ended_takes_the_exam_only(
    whole: Whole, tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    verb, run_dir, events = whole
    late = make_run(tmp_path / "run", verb, rows_for(verb), settings(verb, llama, reward_folder))
    late.checkpoints.mkdir()
    shutil.copytree(run_dir.checkpoints / "checkpoint-4", late.checkpoints / "checkpoint-4")
    again = completed(verb, late)
    assert of_kind(again, "metric") == []
    assert of_kind(again, "result")[0].body == of_kind(events, "result")[0].body


def test_it_stops_after_the_step_and_goes_on_from_there(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings("rloo", llama, reward_folder, steps=12, checkpoint_every=100)
    run_dir = make_run(tmp_path, "rloo", prompt_rows(8), given)

    def ask_once_it_learns() -> None:
        while not of_kind(read_events(run_dir.events), "metric"):
            time.sleep(0.01)
        run_dir.request_stop()

    asking = threading.Thread(target=ask_once_it_learns)
    asking.start()
    assert train("rloo", run_dir) == 0
    asking.join()
    *_, last = read_events(run_dir.events)
    assert (last.kind, last.body["reason"]) == ("stopped", "stop")
    step = last.body["step"]
    assert 1 <= step < 12
    run_dir.clear_stop()
    events = completed("rloo", run_dir)
    assert of_kind(events, "started")[1].body["resumed_from"] == step
    steps = [metric.body["step"] for metric in of_kind(events, "metric")]
    assert steps == list(range(1, 13))


def test_it_refuses_a_state_of_another_request(
    whole: Whole, tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    verb = whole[0]
    run_dir = make_run(tmp_path, verb, rows_for(verb), settings(verb, llama, reward_folder))
    state = run_dir.checkpoints / "checkpoint-2"
    state.mkdir(parents=True)
    (state / "whole.json").write_text(json.dumps({"step": 2, "fingerprint": "other"}))
    assert train(verb, run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "made with another spec.json" in last.body["reason"]


def test_imitation_learns_the_answers_tokens_as_the_policy_reads_them(
    tmp_path: Path, llama: str, reward_folder: Path, cpu: Device
) -> None:
    rows = ranking_rows(4)
    given = settings("sft", llama, reward_folder, epochs=1, answers_per_step=4, learning_rate=0.0)
    events = completed("sft", make_run(tmp_path, "sft", rows, given))
    policy = load_policy(resolve_source(llama, "settings.model"), cpu)
    encoded = [encode_example(policy, example, 1024) for example in first_answers(group_rankings(rows))]
    nothing = torch.empty(0)
    answers = [[Answer(one.answers[0], True, nothing, nothing)] for one in encoded]
    rollout = make_rollout([one.prompt for one in encoded], answers)
    logprobs = ask(policy, rollout, Asked(1.0, 0, Budget(1000, print))).logprobs
    mean = -float(logprobs.sum() / rollout.mask.sum())
    assert of_kind(events, "metric")[0].body["values"]["loss"] == pytest.approx(mean, abs=1e-4)


@pytest.mark.parametrize("whole", ["sft"], indirect=True)
def test_imitation_lowers_its_loss(whole: Whole) -> None:
    losses = [metric.body["values"]["loss"] for metric in of_kind(whole[2], "metric")]
    assert losses[-1] < losses[0] - 1


@pytest.mark.parametrize("whole", ["dpo"], indirect=True)
def test_pairs_begin_even_and_come_apart(whole: Whole) -> None:
    first, *_, last = [metric.body["values"] for metric in of_kind(whole[2], "metric")]
    assert first["loss"] == pytest.approx(0.693147, abs=1e-5)  # log 2: policy and reference are one
    assert last["margin"] > first["margin"] == 0.0
    assert last["accuracy"] == 1.0


def test_it_hands_over_the_better_answers_then_the_worse_ones(llama: str, cpu: Device) -> None:
    policy = load_policy(resolve_source(llama, "settings.model"), cpu)
    (group,) = group_rankings(ranking_rows(1, k=2))
    pair = first_answers([group])[0]._replace(places=(1, 0))
    encoded = encode_example(policy, pair, 1024)
    shorter = encoded._replace(prompt=encoded.prompt[-1:], answers=[[5], [6, 7]])
    batch = PairCollator([encoded, shorter], pad=0)([{"number": 1}, {"number": 0}])
    width = len(encoded.prompt) + len(encoded.answers[0])
    last = encoded.prompt[-1]
    assert batch["input_ids"].shape == (4, width)
    assert batch["input_ids"][0].tolist()[:3] == [last, 5, 0]
    assert batch["input_ids"][2].tolist()[:4] == [last, 6, 7, 0]
    assert batch["input_ids"][1].tolist() == encoded.prompt + encoded.answers[0]
    assert batch["attention_mask"].sum(dim=1).tolist() == [2, width, 3, width]
    assert batch["completion_mask"][2].tolist()[:4] == [0, 1, 1, 0]


def test_it_learns_to_end_when_a_missing_end_costs_more(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(
        "rloo",
        llama,
        reward_folder,
        steps=12,
        prompts_per_step=8,
        samples_per_prompt=8,
        micro_batch=64,
        lora_alpha=8,
        learning_rate=0.02,
        kl_coefficient=0.001,
        missing_end_penalty=5.0,
        checkpoint_every=100,
    )
    metrics = of_kind(completed("rloo", make_run(tmp_path, "rloo", prompt_rows(8), given)), "metric")
    assert metrics[-1].body["values"]["ended_share"] > metrics[0].body["values"]["ended_share"] + 0.2


@pytest.fixture
def trial(llama: str, reward_folder: Path, cpu: Device) -> Trial:
    policy = load_policy(resolve_source(llama, "settings.model"), cpu)
    source = resolve_source(str(reward_folder), "settings.reward_model")
    reward = load_reward_model(source, cpu, longest=policy.context)
    exam = Exam(
        [], [], Sampling(1.0, 1, 6), seed=0, copies=1, at_once=Budget(1, print), budget=Budget(100, print)
    )
    return Trial(policy=policy, reward=reward, rows=[], exam=exam, before=[])


def test_it_scores_the_ids_that_were_drawn_as_ppo_does(trial: Trial) -> None:
    rows = prompt_rows(3)
    given = RLOOSettings(reward_model="", samples_per_prompt=2, missing_end_penalty=0.5, reward_clip=0.6)
    end = trial.policy.tokenizer.eos_token_id
    ids = [[9, 20, end], [30, 31, 32, 33], [end], [40, 41]]
    told: dict[str, float] = {}
    earned = reward_function(trial, rows, given)(
        prompts=[""] * 4,
        completions=[""] * 4,
        completion_ids=ids,
        place=[2, 2, 0, 0],
        trainer_state=TrainerState(),
        log_metric=told.__setitem__,
    )
    raw = [
        trial.reward.scores(
            [Group(encode_prompt(trial.policy.tokenizer, rows[place].messages), [answer])]
        ).item()
        for place, answer in zip([2, 2, 0, 0], ids, strict=True)
    ]
    mean, std = trial.reward.standardisation or (0.0, 1.0)
    standardised = [min(max((score - mean) / std, -0.6), 0.6) for score in raw]
    assert len({round(score, 3) for score in standardised}) > 1
    expected = [score - 0.5 * (answer[-1] != end) for score, answer in zip(standardised, ids, strict=True)]
    assert earned == pytest.approx(expected, abs=1e-4)
    assert told["answer_reward"] == pytest.approx(sum(raw) / 4, abs=1e-4)


def test_it_asks_ppos_prompts_in_ppos_order(trial: Trial) -> None:
    train_rows = prompt_rows(5)
    given = RLOOSettings(reward_model="", steps=3, prompts_per_step=2, seed=7)
    ordered = prompts_in_order(trial, train_rows, given)
    places = [place for step in (1, 2, 3) for place in draw_without_repetition(5, 2, step - 1, 7)]
    assert [row["place"] for row in ordered] == places
    assert ids_for_trl(trial, ordered[0]) == encode_prompt(
        trial.policy.tokenizer, train_rows[places[0]].messages
    )


def ids_for_trl(trial: Trial, row: dict[str, Any]) -> list[int]:
    """Return the ids that trl's trainers make of a conversation."""
    made: Any = tokenizer_as_written(trial.policy).apply_chat_template(
        [row["prompt"]], add_generation_prompt=True, tokenize=True, return_dict=True
    )
    ids: list[int] = made["input_ids"][0]
    return ids


def test_a_system_prompt_that_the_template_refuses_becomes_what_ppo_makes_of_it(trial: Trial) -> None:
    tokenizer = trial.policy.tokenizer
    tokenizer.chat_template = (
        "{% if messages[0].role == 'system' %}{{ raise_exception('No system prompt.') }}{% endif %}"
        + TEMPLATE
    )
    messages = (Message("system", "Be brief."), Message("user", " Say 1!"))
    (row,) = prompts_in_order(
        trial,
        [replace(prompt_rows(1)[0], messages=messages)],
        RLOOSettings(reward_model="", steps=1, prompts_per_step=1),
    )
    assert ids_for_trl(trial, row) == encode_prompt(tokenizer, messages)
    assert "Be brief." in tokenizer.decode(encode_prompt(tokenizer, messages))


def test_it_takes_a_model_without_a_chat_template_and_a_reward_model_with_another_tokenizer(
    tmp_path: Path, bert: str
) -> None:
    model = tiny_gpt2(tmp_path / "gpt2")
    given = settings("grpo", model, bert, steps=1)
    events = completed("grpo", make_run(tmp_path / "run", "grpo", prompt_rows(4, 2), given))
    assert len(of_kind(events, "metric")) == 1


def test_it_leaves_out_a_prompt_that_leaves_no_room(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    rows = prompt_rows(4)
    rows[0] = replace(rows[0], messages=asked("Say 0! " * 100))
    given = settings("rloo", llama, reward_folder, steps=1)
    events = completed("rloo", make_run(tmp_path, "rloo", rows, given))
    assert any("1 of 4 training prompts" in event.body["message"] for event in of_kind(events, "log"))
    assert of_kind(events, "result")[0].body["values"]["prompts"] == 3


def test_it_fails_in_words_when_the_loss_is_no_number(tmp_path: Path, reward_folder: Path) -> None:
    broken = broken_llama(tmp_path / "broken")
    run_dir = make_run(tmp_path / "run", "sft", ranking_rows(6), settings("sft", broken, reward_folder))
    assert train("sft", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "loss is no number at step 1" in last.body["reason"]


def test_it_fails_in_words_when_a_reward_is_no_number(trial: Trial) -> None:
    with torch.no_grad():
        for weight in trial.reward.head.parameters():
            weight.fill_(float("nan"))
    earn = reward_function(trial, prompt_rows(1), RLOOSettings(reward_model="", samples_per_prompt=2))
    with pytest.raises(TrainerError, match="reward is no number at step 1"):
        earn(completion_ids=[[5], [6]], place=[0, 0], trainer_state=TrainerState(), log_metric=print)


@pytest.mark.parametrize("verb", ["sft", "dpo"])
def test_it_says_when_nobody_preferred_anything(
    tmp_path: Path, llama: str, reward_folder: Path, verb: str
) -> None:
    rows = [replace(row, groups=[[one["id"] for one in row.completions]]) for row in ranking_rows(3)]
    run_dir = make_run(tmp_path, verb, rows, settings(verb, llama, reward_folder))
    assert train(verb, run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "put no answer above another" in last.body["reason"]


def test_it_refuses_an_encoder_decoder_before_any_work(tmp_path: Path, t5: str, reward_folder: Path) -> None:
    run_dir = make_run(tmp_path, "sft", ranking_rows(3, 2), settings("sft", t5, reward_folder))
    assert train("sft", run_dir) == 1
    events = list(read_events(run_dir.events))
    assert "trl, which does this training, knows decoders only" in events[-1].body["reason"]
    assert of_kind(events, "evaluation") == []
