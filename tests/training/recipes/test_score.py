from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.tiny import (
    completed,
    completion_rows,
    make_run,
    of_kind,
    ranking_rows,
    reward_model_made,
    rows_of,
    train,
)
from training.__main__ import main
from training.contract.events import read_events
from training.contract.rows import CompletionRow
from training.contract.rundir import RunDir
from training.models.reward import load_reward_models
from training.models.source import resolve_reward_source
from training.support.device import Device

TEXTS = ["***", "...", "*..", "a longer answer, to be padded against", "", "**."]


def scores(folder: Path, rows: list[CompletionRow], reward: object, **settings: Any) -> dict[str, float]:
    run_dir = make_run(folder, "score", rows, {"reward_model": str(reward), **settings})
    completed("score", run_dir)
    return {row["completion_id"]: row["score"] for row in rows_of(run_dir.artifacts / "scores.jsonl")}


@pytest.fixture(scope="session")
def second_folder(tmp_path_factory: pytest.TempPathFactory, llama: str) -> Path:
    """Another reward model on the same base: of the same rankings, from another seed."""
    settings = {"model": llama, "epochs": 2, "learning_rate": 0.01, "prompts_per_step": 4, "seed": 1}
    return reward_model_made(tmp_path_factory.mktemp("second"), ranking_rows(8, 4), **settings)


def test_it_scores_stars_above_dots(tmp_path: Path, reward_folder: Path) -> None:
    found = scores(tmp_path, completion_rows(["...", "...", "**.", "**."]), reward_folder)
    assert found["c2"] > found["c0"]
    assert found["c3"] > found["c1"]


@pytest.mark.parametrize("max_tokens", [1024, 32])
def test_it_scores_the_same_in_any_batch_and_order(
    tmp_path: Path, reward_folder: Path, max_tokens: int
) -> None:
    rows = completion_rows(TEXTS * 3)
    first = scores(tmp_path / "first", rows, reward_folder, max_tokens=max_tokens)
    assert list(first) == [row.completion_id for row in rows]
    for seed, batch_size in enumerate((1, 3, 16)):
        shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311 - an order, not a secret
        again = scores(
            tmp_path / str(batch_size), shuffled, reward_folder, batch_size=batch_size, max_tokens=max_tokens
        )
        assert again == pytest.approx(first, abs=1e-5)


def test_it_counts_the_completions_that_were_cut_and_no_other(tmp_path: Path, reward_folder: Path) -> None:
    rows = completion_rows(["*" * 60, "*" * 60, "..", ".."])
    run_dir = make_run(tmp_path, "score", rows, {"reward_model": str(reward_folder), "max_tokens": 64})
    events = completed("score", run_dir)
    assert of_kind(events, "result")[0].body["values"]["truncated"] == 2
    assert "cut 2 completions" in of_kind(events, "log")[0].body["message"]


def test_it_scores_an_answer_that_was_cut_without_an_end(tmp_path: Path, reward_folder: Path) -> None:
    whole, cut = completion_rows(["**.", "**."])[:2]
    cut = dataclasses.replace(cut, messages=whole.messages, sampling={"ended": False})
    found = scores(tmp_path, [whole, cut], reward_folder)
    assert found["c0"] != pytest.approx(found["c1"], abs=1e-4)


def test_it_scores_with_several_models_as_with_each_alone(
    tmp_path: Path, reward_folder: Path, second_folder: Path, roberta: str
) -> None:
    names = [str(reward_folder), str(second_folder), f"{roberta}?label=nothate"]
    rows = completion_rows(TEXTS)
    settings = {"reward_model": names[0], "more_reward_models": names[1:]}
    run_dir = make_run(tmp_path / "all", "score", rows, settings)
    completed("score", run_dir)
    together = rows_of(run_dir.artifacts / "scores.jsonl")
    assert len(together) == 3 * len(rows)
    for number, name in enumerate(names):
        found = {row["completion_id"]: row["score"] for row in together if row["reward_model"] == name}
        assert found == pytest.approx(scores(tmp_path / str(number), rows, name), abs=1e-5)


def test_it_writes_down_what_each_member_of_an_ensemble_says(tmp_path: Path, ensemble_folder: Path) -> None:
    folder, rows = ensemble_folder, completion_rows(TEXTS)
    run_dir = make_run(tmp_path / "score", "score", rows, {"reward_model": str(folder), "ensemble": "min"})
    completed("score", run_dir)
    found = rows_of(run_dir.artifacts / "scores.jsonl")
    cards = [
        json.loads((folder / name / "podium.json").read_text())
        for name in ("member-1", "member-2", "member-3")
    ]
    for number, card in enumerate(cards):
        alone = scores(tmp_path / str(number), rows, folder / f"member-{number + 1}")
        assert [row["members"][number] for row in found] == pytest.approx(list(alone.values()), abs=1e-5)
        assert card["standardisation"]["std"] > 0
    known = [card["standardisation"] for card in cards]
    for row in found:
        standard = [(s - k["mean"]) / k["std"] for s, k in zip(row["members"], known, strict=True)]
        assert row["score"] == pytest.approx(min(standard), abs=1e-4)


def test_it_holds_one_base_for_adapters_that_stand_on_it(
    reward_folder: Path, second_folder: Path, roberta: str, cpu: Device
) -> None:
    names = (str(reward_folder), f"{roberta}?label=hate", str(second_folder))
    sources = [resolve_reward_source(name, "reward_model") for name in names]
    first, classifier, second = load_reward_models(sources, cpu, longest=64)
    assert first.model is second.model
    assert first.model is not classifier.model


def test_it_names_the_labels_of_a_classifier_before_it_scores(tmp_path: Path, roberta: str) -> None:
    run_dir = make_run(tmp_path, "score", completion_rows(["."]), {"reward_model": roberta})
    assert train("score", run_dir) == 1
    failed = list(read_events(run_dir.events))[-1].body
    assert "has 2 labels (nothate, hate)" in failed["reason"]
    assert f"{roberta}?label=nothate" in failed["hint"]


def test_it_refuses_a_language_model_that_would_score_at_random(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "score", completion_rows(["."]), {"reward_model": llama})
    assert train("score", run_dir) == 1
    assert "no trained head" in list(read_events(run_dir.events))[-1].body["reason"]


def test_it_scores_a_file_of_another_tool(tmp_path: Path, reward_folder: Path) -> None:
    given = tmp_path / "answers.parquet"
    rows = [{"prompt": "Say 1!", "response": text} for text in ("...", "**.")]
    pq.write_table(pa.Table.from_pylist(rows), given)
    new = [
        "new",
        "score",
        str(tmp_path / "run"),
        f"--completions={given}",
        f"--set=reward_model={reward_folder}",
    ]
    assert main(new) == 0
    run_dir = RunDir(tmp_path / "run")
    completed("score", run_dir)
    low, high = rows_of(run_dir.artifacts / "scores.jsonl")
    assert (low["completion_id"], high["completion_id"]) == ("1", "2")
    assert low["score"] < high["score"]


def test_it_explains_a_file_without_completions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = tmp_path / "prompts.jsonl"
    given.write_text('{"prompt": "Why?"}\n')
    assert (
        main(["new", "score", str(tmp_path / "run"), f"--completions={given}", "--set=reward_model=x"]) == 2
    )
    assert "prompts.jsonl, row 1: it has no completion" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()
