"""The study of an imperfect reward: what is truly good, rankings with errors, and the policies a run keeps."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from benchmarks.keeping import kept_policies, run_keeping
from benchmarks.letters import letter_prompts, letters_model, save_judge
from benchmarks.overoptimisation import LETTERS, WRONG, gold_worth, made_ranking
from benchmarks.ppo_material import new_run
from training.contract.events import fold


def test_gold_is_the_mean_worth_less_what_repetitions_cost() -> None:
    facts = {"worth": {"a": 1.0, "b": -0.5}}
    # Six a and two b: 6 - 1 = 5; aa three times, bb not: 5 - 3 * 3 = -4, over 8.
    assert gold_worth("a", "aababaaa", facts) == pytest.approx(-4 / 8)


def test_a_quarter_of_the_rankings_to_learn_from_are_the_wrong_way_round() -> None:
    chance = Random(0)  # noqa: S311  repeatable on purpose
    facts = {"worth": {letter: chance.gauss(0, 1) for letter in LETTERS}}

    def wrong_share(split: str) -> float:
        rows = [made_ranking(number, facts, chance, split) for number in range(600)]
        wrong = 0
        for row in rows:
            worth = {one["id"]: gold_worth("", one["text"], facts) for one in row.completions}
            wrong += worth[row.groups[0][0]] < worth[row.groups[1][0]]
        return wrong / len(rows)

    assert wrong_share("train") == pytest.approx(WRONG, abs=0.05)
    assert wrong_share("heldout") == 0.0


def test_a_kept_policy_is_the_one_that_the_run_had(tmp_path: Path) -> None:
    model = letters_model(tmp_path / "model", LETTERS, seed=0, width=32)
    judge = save_judge(tmp_path / "judge", LETTERS, "gold", facts={"worth": dict.fromkeys(LETTERS, 1.0)})
    settings = {
        "model": model,
        "reward_model": judge,
        "steps": 2,
        "prompts_per_step": 4,
        "max_new_tokens": 4,
        "checkpoint_every": 1,
        "learning_rate": 0.01,
    }
    folder = new_run(tmp_path / "run", "ppo", letter_prompts(LETTERS), settings)
    run_keeping(folder)
    kept = kept_policies(folder)
    assert list(kept) == [1, 2]
    measured = []
    for number, policy in enumerate((kept[1], kept[2], folder / "artifacts" / "policy")):
        given = {"policy": str(policy), "reference": model, "reward_model": judge, "max_new_tokens": 4}
        place = new_run(tmp_path / f"evaluate-{number}", "evaluate", letter_prompts(LETTERS), given)
        measured.append(json.dumps(fold(run_keeping(place)).result))
    assert measured[1] == measured[2] != measured[0]
