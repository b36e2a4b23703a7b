from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from training.contract.continuing import changed_settings, continue_problems
from training.contract.setting import Fold
from training.contract.settings import SETTINGS
from training.contract.spec import VERSION, SpecError, check_settings, describe_settings, parse_spec

GIVEN = {"model": "m", "reward_model": "r", "policy": "p"}


def request(verb: str, **settings: Any) -> dict[str, Any]:
    required = {
        item.name: GIVEN[item.name]
        for item in dataclasses.fields(SETTINGS[verb])
        if item.default is dataclasses.MISSING
    }
    name = SETTINGS[verb].inputs[0]
    return {
        "version": VERSION,
        "verb": verb,
        "run_id": "1",
        "settings": {**required, **settings},
        "inputs": {name: {"path": f"data/{name}.jsonl", "rows": 1, "sha256": "0"}},
    }


@pytest.mark.parametrize("verb", SETTINGS)
def test_it_takes_what_it_writes(verb: str) -> None:
    spec = parse_spec(request(verb))
    assert parse_spec(spec.to_json()) == spec


@pytest.mark.parametrize("verb", SETTINGS)
def test_it_takes_its_own_defaults(verb: str) -> None:
    settings = {item["name"]: item["default"] for item in describe_settings(verb) if not item["required"]}
    required = request(verb)["settings"]
    checked, problems = check_settings(verb, {**settings, **required})
    assert problems == []
    assert checked == check_settings(verb, required)[0]


@pytest.mark.parametrize("verb", SETTINGS)
def test_a_form_shows_first_what_is_asked_of_everybody_and_then_fold_by_fold(verb: str) -> None:
    folds = [item["fold"] for item in describe_settings(verb)]
    order = [None, *Fold]
    assert folds == sorted(folds, key=order.index)
    assert folds[0] is None
    assert folds[-1] == "Machine and memory"


def test_it_names_every_problem_at_once() -> None:
    wrong = request("ppo", steps=0, temperature="hot", stepz=1, kl_controller="magic", seed=1.5, clip=True)
    wrong["inputs"] = {}
    wrong["version"] = 99
    with pytest.raises(SpecError) as caught:
        parse_spec(wrong)
    fields = {problem.field for problem in caught.value.problems}
    settings = ("steps", "temperature", "stepz", "kl_controller", "seed", "clip")
    assert fields == {"version", "inputs.prompts", *(f"settings.{name}" for name in settings)}
    assert "between 1 and" in str(caught.value)


def test_it_names_what_has_to_be_given() -> None:
    with pytest.raises(SpecError, match=r"settings\.reward_model: must be given"):
        parse_spec({**request("ppo"), "settings": {}})


def test_it_sees_what_does_not_fit_together() -> None:
    with pytest.raises(SpecError, match="must divide the 6 answers"):
        parse_spec(request("ppo", prompts_per_step=3, samples_per_prompt=2, minibatches=4))
    with pytest.raises(SpecError, match="must not exceed the longest answer"):
        parse_spec(request("sample", min_new_tokens=9, max_new_tokens=8))


def test_it_refuses_a_run_without_rows() -> None:
    empty = request("reward")
    empty["inputs"]["rankings"]["rows"] = 0
    with pytest.raises(SpecError, match="holds no rows"):
        parse_spec(empty)


def test_it_refuses_a_verb_it_does_not_know() -> None:
    with pytest.raises(SpecError, match="must be one of sample, reward"):
        parse_spec({**request("ppo"), "verb": "magic"})


# The first text of a process makes Hypothesis read its tables of characters, which a busy machine does slowly.
@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(SETTINGS)),
    st.dictionaries(
        st.sampled_from(["steps", "seed", "model", "temperature", "k", "clip", "device", "no"]),
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers())),
    ),
)
def test_it_answers_any_value_with_settings_or_with_problems(verb: str, values: dict[str, Any]) -> None:
    settings, problems = check_settings(verb, values)
    assert (settings is None) == bool(problems)
    assert all(problem.field.startswith("settings.") and problem.message for problem in problems)


def test_it_keeps_margins_and_smoothing_to_pairs() -> None:
    for other in ({"loss": "plackett-luce"}, {"ties": "davidson"}):
        _, problems = check_settings("reward", {**other, "margin": "gap", "label_smoothing": 0.1})
        assert [problem.field for problem in problems] == ["settings.margin", "settings.label_smoothing"]
        assert check_settings("reward", other)[1] == []
    assert check_settings("reward", {"ties": "half", "margin": "gap", "label_smoothing": 0.1})[1] == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("org/other", "must be a list of texts that are not empty"),
        (["org/other", " "], "must be a list of texts that are not empty"),
        (["org/other", 3], "must be a list of texts that are not empty"),
        (["a", "b", "a"], "names 'a' twice"),
        (["a", "r"], "names 'r', which is the reward model already"),
    ],
)
def test_it_says_what_is_wrong_with_a_list_of_texts(value: object, said: str) -> None:
    _, problems = check_settings("score", {"reward_model": "r", "more_reward_models": value})
    assert [(found.field, found.message) for found in problems] == [("settings.more_reward_models", said)]


def test_it_keeps_a_list_of_texts_in_order() -> None:
    spec = parse_spec(request("score", more_reward_models=["b", "a"]))
    assert spec.to_json()["settings"]["more_reward_models"] == ["b", "a"]


def test_it_knows_the_settings_that_have_to_stay() -> None:
    for kind in SETTINGS.values():
        names = {item.name for item in dataclasses.fields(kind)}
        assert set(kind.kept or ()) <= names


def test_it_goes_on_from_a_checkpoint_with_changed_numbers_alone() -> None:
    before = parse_spec(request("ppo")).to_json()["settings"]
    after = {**before, "learning_rate": 0.5, "seed": 7, "steps": 10}
    assert changed_settings(before, after) == {
        "learning_rate": [before["learning_rate"], 0.5],
        "seed": [0, 7],
        "steps": [before["steps"], 10],
    }
    assert [problem.field for problem in continue_problems("ppo", before, after, step=9)] == ["settings.seed"]
    assert [problem.field for problem in continue_problems("ppo", before, before, step=before["steps"])] == [
        "settings.steps"
    ]


def test_it_reads_the_checkpoint_that_a_run_goes_on_from() -> None:
    start = {"path": "start", "run_id": "1", "step": 20}
    spec = parse_spec({**request("ppo"), "start": start})
    assert parse_spec(spec.to_json()) == spec
    assert spec.to_json()["start"] == start
    assert "start" not in parse_spec(request("ppo")).to_json()
    for wrong in (request("score") | {"start": start}, request("ppo") | {"start": {"step": "soon"}}):
        with pytest.raises(SpecError) as caught:
            parse_spec(wrong)
        assert [problem.field for problem in caught.value.problems] == ["start"]


def test_it_lets_a_model_that_may_be_left_out_be_empty() -> None:
    checked, problems = check_settings("ppo", {"reward_model": "r", "watch_reward_model": ""})
    assert (checked is not None, problems) == (True, [])
    _, problems = check_settings("ppo", {"reward_model": ""})
    assert [problem.field for problem in problems] == ["settings.reward_model"]
