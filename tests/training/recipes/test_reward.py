from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.tiny import asked, broken_llama, completed, make_run, of_kind, ranking_rows, train
from tests.training.models.scorers import LONGEST, code_of, scores_outside
from training.contract.events import read_events
from training.contract.rows import RankingRow
from training.contract.rundir import RunDir
from training.models.reward import load_reward_model
from training.models.source import resolve_source
from training.support.device import Device


def settings(model: str, **others: Any) -> dict[str, Any]:
    return {"model": model, "epochs": 2, "prompts_per_step": 4, "learning_rate": 0.01, "lora_r": 4, **others}


def weights(run_dir: RunDir) -> dict[str, torch.Tensor]:
    return load_file(run_dir.artifacts / "reward_model" / "adapter_model.safetensors")


def test_it_learns_the_order_and_says_how_well(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(12, 4), settings(llama, epochs=6))
    events = completed("reward", run_dir)
    result = of_kind(events, "result")[0].body["values"]
    accuracy = result["heldout_accuracy"]
    assert accuracy["value"] > 0.9
    assert accuracy["low"] <= accuracy["value"] <= accuracy["high"]
    assert (accuracy["n"], result["pairs"], result["prompts"], result["ties"]) == (12, 36, 12, 0)
    card = json.loads((run_dir.artifacts / "reward_model" / "podium.json").read_text())
    assert (card["type"], card["base"]) == ("reward", llama)
    assert card["standardisation"] == result["standardisation"]
    assert (result["standardisation"]["n"], result["standardisation"]["answers"]) == (36, "train")
    steps = of_kind(events, "metric")
    assert [event.body["step"] for event in steps] == list(range(1, 19))
    assert steps[-1].body["values"]["loss"] < steps[0].body["values"]["loss"]
    assert set(steps[0].body["values"]) == {
        "loss",
        "accuracy",
        "grad_norm",
        "learning_rate",
        "tokens_per_second",
    }
    assert [event.body["step"] for event in of_kind(events, "evaluation")] == [3, 6, 9, 12, 15, 18]


def test_it_learns_the_same_whatever_the_micro_batches(tmp_path: Path, llama: str) -> None:
    found = []
    for limit in (64, 4096):
        run_dir = make_run(
            tmp_path / str(limit),
            "reward",
            ranking_rows(4),
            settings(llama, epochs=1, tokens_per_batch=limit),
        )
        completed("reward", run_dir)
        found.append(weights(run_dir))
    for name, value in found[0].items():
        torch.testing.assert_close(value, found[1][name], atol=1e-5, rtol=1e-4)


def test_it_trains_an_encoder_without_a_shared_prompt(tmp_path: Path, bert: str) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(4, 2), settings(bert))
    completed("reward", run_dir)
    assert any("classifier" in name for name in weights(run_dir))


def test_it_trains_the_upper_layers_alone_when_told_to(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(4), settings(llama, epochs=1, lora_layers=1))
    completed("reward", run_dir)
    layers = {name.split(".layers.")[1].split(".")[0] for name in weights(run_dir) if ".layers." in name}
    assert layers == {"1"}


def test_it_puts_the_adapter_where_it_is_told_to(tmp_path: Path, llama: str) -> None:
    given = settings(llama, epochs=1, lora_targets="q_proj, v_proj")
    run_dir = make_run(tmp_path, "reward", ranking_rows(4), given)
    completed("reward", run_dir)
    layers = {name.split(".self_attn.")[1].split(".")[0] for name in weights(run_dir) if ".layers." in name}
    assert layers == {"q_proj", "v_proj"}


def test_it_names_the_layers_there_are_when_asked_for_another(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(4), settings(llama, lora_targets="q_proj,value"))
    assert train("reward", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "no linear layer value" in last.body["reason"]
    assert "k_proj" in last.body["hint"]


def tied(row: RankingRow) -> RankingRow:
    return RankingRow(
        ranking_id=row.ranking_id,
        prompt_id=row.prompt_id,
        messages=row.messages,
        completions=row.completions,
        groups=[[name for group in row.groups for name in group]],
    )


def test_it_says_when_there_is_no_pair_to_learn_from(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "reward", [tied(row) for row in ranking_rows(3)], settings(llama))
    assert train("reward", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert last.kind == "failed"
    assert "no pair to learn from (9 ties" in last.body["reason"]
    assert "half" in last.body["hint"]


def test_it_learns_from_ties_when_told_to(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(
        tmp_path, "reward", [tied(row) for row in ranking_rows(3)], settings(llama, ties="half", epochs=1)
    )
    values = of_kind(completed("reward", run_dir), "metric")[0].body["values"]
    # Equal scores at the start: -log sigmoid(0) for each ranking; no vote to be right about.
    assert values["loss"] == pytest.approx(0.693147, abs=1e-5)
    assert "accuracy" not in values


def test_it_names_the_prompts_at_which_the_loss_is_no_number(tmp_path: Path) -> None:
    broken = broken_llama(tmp_path / "broken")
    run_dir = make_run(tmp_path / "run", "reward", ranking_rows(2), settings(broken))
    assert train("reward", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "no number at step 1" in last.body["reason"]
    assert "p0" in last.body["reason"]
    assert "p1" in last.body["reason"]


def test_it_trains_in_bfloat16_with_float32_adapters(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(4, 2), settings(llama, dtype="bfloat16"))
    completed("reward", run_dir)
    assert {value.dtype for value in weights(run_dir).values()} == {torch.float32}


def test_it_says_when_nothing_is_held_out(tmp_path: Path, llama: str) -> None:
    events = completed("reward", make_run(tmp_path, "reward", ranking_rows(3), settings(llama, epochs=1)))
    assert not of_kind(events, "evaluation")
    assert any(
        "held-out accuracy is not measured" in event.body["message"] for event in of_kind(events, "log")
    )


def test_it_counts_prompts_that_were_too_long(tmp_path: Path, llama: str) -> None:
    events = completed(
        "reward", make_run(tmp_path, "reward", ranking_rows(3), settings(llama, epochs=1, max_tokens=16))
    )
    assert of_kind(events, "result")[0].body["values"]["truncated"] == 3
    assert any("were cut" in event.body["message"] for event in of_kind(events, "log"))


def test_it_writes_its_measures_and_standardises_by_answers_it_never_saw(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(12, 24), settings(llama))
    events = completed("reward", run_dir)
    folder = run_dir.artifacts / "reward_model"
    report = json.loads((folder / "measures.json").read_text())
    assert report == of_kind(events, "measures")[0].body["values"]
    assert report["accuracy"] == pytest.approx(
        of_kind(events, "evaluation")[-1].body["values"]["heldout_accuracy"], rel=1e-5
    )
    assert report["counts"]["prompts"] == 24
    # 72 held-out answers are enough to standardise by.
    standardisation = json.loads((folder / "podium.json").read_text())["standardisation"]
    assert standardisation["answers"] == "heldout"
    assert standardisation["mean"] == pytest.approx(report["distribution"]["mean"], rel=1e-5)
    assert standardisation["std"] == pytest.approx(report["distribution"]["deviation"], rel=1e-5)


@pytest.mark.parametrize("model", ["llama", "bert"])
def test_its_card_loads_the_model_with_the_very_scores(
    tmp_path: Path, model: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, cpu: Device
) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(8, 2), settings(request.getfixturevalue(model)))
    completed("reward", run_dir)
    folder = run_dir.artifacts / "reward_model"
    code = re.findall(r"```python\n(.*?)```", (folder / "README.md").read_text(), flags=re.DOTALL)[0]
    monkeypatch.chdir(folder)
    found: dict[str, Any] = {}
    exec(code, found)  # noqa: S102  the card's own words, tried
    reward = load_reward_model(resolve_source(str(folder), "model"), cpu, longest=512)
    group, _ = reward.encode(asked(found["question"]), [found["answer"]], [True], 512)
    assert found["score"] == pytest.approx(reward.score_all([group], 512)[0][0], abs=1e-5)


def test_it_trains_every_weight_when_told_to(tmp_path: Path, llama: str, cpu: Device) -> None:
    given = settings(llama, tuning="full", epochs=4, learning_rate=0.003)
    run_dir = make_run(tmp_path, "reward", ranking_rows(12, 4), given)
    events = completed("reward", run_dir)
    result = of_kind(events, "result")[0].body["values"]
    assert result["heldout_accuracy"]["value"] > 0.9
    folder = run_dir.artifacts / "reward_model"
    trained = load_file(folder / "model.safetensors")
    base = load_file(Path(llama) / "model.safetensors")
    assert not torch.equal(trained["model.embed_tokens.weight"], base["model.embed_tokens.weight"])

    # The head is saved with it, and the folder scores the same here and, as its README says, with transformers alone.
    ours = load_reward_model(resolve_source(str(folder), "reward_model"), cpu, longest=LONGEST)
    group, _ = ours.encode(asked("Say 1!"), ["**."], [True], LONGEST)
    ((score,),) = ours.score_all([group], LONGEST)
    outside = scores_outside({"full": (folder, code_of(folder / "README.md", "Say 1!", "**."))})
    assert outside["full"] == pytest.approx(score, abs=1e-5)
    assert abs(score) > 0.1


def test_it_trains_every_weight_in_float32_where_the_model_computes_in_bfloat16(
    tmp_path: Path, llama: str
) -> None:
    given = settings(llama, tuning="full", epochs=1, dtype="bfloat16")
    run_dir = make_run(tmp_path, "reward", ranking_rows(4, 2), given)
    completed("reward", run_dir)
    trained = load_file(run_dir.artifacts / "reward_model" / "model.safetensors")
    assert {value.dtype for value in trained.values()} == {torch.float32}


@pytest.mark.parametrize("tuning", ["lora", "full"])
def test_it_learns_the_same_when_it_saves_memory(tmp_path: Path, llama: str, tuning: str) -> None:
    found = []
    for way in ("on", "off"):
        given = settings(llama, tuning=tuning, epochs=1, gradient_checkpointing=way, lora_dropout=0.2)
        run_dir = make_run(tmp_path / way, "reward", ranking_rows(4), given)
        events = completed("reward", run_dir)
        said = [event.body["message"] for event in of_kind(events, "log")]
        assert any("computed twice" in message for message in said) == (way == "on")
        found.append(load_file(next((run_dir.artifacts / "reward_model").glob("*model.safetensors"))))
    assert all(torch.equal(value, found[1][name]) for name, value in found[0].items())


def test_it_learns_how_often_answers_tie(tmp_path: Path, llama: str) -> None:
    rows = ranking_rows(6)
    rows[:2] = [tied(row) for row in rows[:2]]
    given = settings(llama, ties="davidson", tie_learning_rate=0.05)
    run_dir = make_run(tmp_path, "reward", rows, given)
    completed("reward", run_dir)
    (prevalence,) = json.loads((run_dir.artifacts / "reward_model" / "podium.json").read_text())[
        "tie_prevalence"
    ]
    # It begins at 2 * 6.5 / 12.5 (6 ties and 12 wins) and moves from there.
    assert prevalence != pytest.approx(2 * 6.5 / 12.5, abs=1e-3)
    assert 0.5 < prevalence < 2.0


def test_it_passes_over_rankings_that_teach_nothing(tmp_path: Path, llama: str) -> None:
    rows = ranking_rows(4)
    rows[0] = tied(rows[0])
    rows[1] = replace(rows[1], completions=rows[1].completions[:1], groups=[["p1-0"]])
    rows[2] = replace(rows[2], groups=[])
    for loss in ("pairwise", "plackett-luce"):
        run_dir = make_run(tmp_path / loss, "reward", rows, settings(llama, loss=loss, epochs=1))
        result = of_kind(completed("reward", run_dir), "result")[0].body["values"]
        assert (result["prompts"], result["pairs"]) == (1, 3)


def test_it_scores_answers_that_are_all_bad_below_zero_when_told_to(tmp_path: Path, llama: str) -> None:
    means = []
    for all_bad in ("order", "below_zero"):
        rows = [replace(row, all_bad=True) for row in ranking_rows(8)]
        given = settings(llama, all_bad=all_bad, epochs=4)
        run_dir = make_run(tmp_path / all_bad, "reward", rows, given)
        result = of_kind(completed("reward", run_dir), "result")[0].body["values"]
        assert result["train_accuracy"] > 0.9
        means.append(result["standardisation"]["mean"])
    assert means[1] < -0.5 < means[0]


def test_it_says_when_nobody_agrees_with_anybody(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(2), settings(llama, annotators="agreement"))
    assert train("reward", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "cannot be weighed by agreement" in last.body["reason"]


def test_it_looks_at_the_held_out_rankings_as_often_as_told(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(8, 2), settings(llama, epochs=3, evaluate_every=4))
    events = completed("reward", run_dir)
    assert [event.body["step"] for event in of_kind(events, "evaluation")] == [4, 6]
