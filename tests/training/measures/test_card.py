from __future__ import annotations

from typing import Any

import yaml

from tests.training.measures.judged import judged
from training.measures.card import CardFacts, model_card
from training.measures.report import measure_report

SHA = "ab" * 32
LINEAGE = {"dataset": {"name": 'Help: "first"', "version": 2, "sha256": SHA}}
STANDARDISATION = {"mean": 0.25, "std": 1.5, "n": 80, "answers": "heldout"}


def facts(base: str = "org/model", **others: Any) -> CardFacts:
    given = {
        "name": "Reward model 1",
        "base": base,
        "lineage": LINEAGE,
        "prompts": 1200,
        "rankings": 1500,
        "max_tokens": 1024,
        "standardisation": STANDARDISATION,
        "loading": "Load it so.",
    }
    return CardFacts(**{**given, **others})


def front_matter(card: str) -> dict[str, Any]:
    _, front, _ = card.split("---\n", 2)
    found: dict[str, Any] = yaml.safe_load(front)
    return found


def test_it_tells_the_hub_what_it_is_and_how_good() -> None:
    report = measure_report(
        [judged([1.0, 0.0], [[0], [1]], [[1], [0]]), judged([1.0, 0.0], [[0], [1]])], seed=0
    )
    front = front_matter(model_card(facts(), report))
    assert (front["base_model"], front["library_name"], front["tags"]) == (
        "org/model",
        "peft",
        ["reward-model", "podium"],
    )
    (result,) = front["model-index"][0]["results"]
    assert result["dataset"]["name"] == 'Help: "first", version 2'
    assert result["metrics"][0]["value"] == 0.666667


def test_it_gives_figures_with_intervals_and_what_it_learned_from() -> None:
    prompts = [judged([1.0, 0.0], [[0], [1]], [[1], [0]]), judged([1.0, 0.0], [[0], [1]], domain="a|b")]
    card = model_card(facts(), measure_report(prompts, seed=0))
    assert (
        f'1,500 rankings of answers to 1,200 prompts: the training side of the dataset “Help: "first", version 2” (sha256 `{SHA}`)'
        in card
    )
    assert "| Pairs ordered as people did (half is chance) | 0.667 | 0.500 to 1.000 | 3 |" in card
    assert (
        "| On the same pairs: one person with another | 0.000 | 0.000 to 1.000 | 2 |" not in card
    )  # one prompt: no interval
    assert "| On the same pairs: one person with another | 0.000 | not measured | 2 |" in card
    assert "| domain | a\\|b | 1.000 | not measured | 1 |" in card
    assert "mean 0.2500 and standard deviation 1.5000" in card


def test_it_says_when_the_same_prompts_chose_the_weights() -> None:
    prompts = [judged([1.0, 0.0], [[0], [1]])] * 2
    assert "flatter" not in model_card(facts(), measure_report(prompts, seed=0))
    assert "flatter" in model_card(facts(), measure_report(prompts, seed=0, chose_weights=True))


def test_it_says_when_nothing_was_measured() -> None:
    given = {**STANDARDISATION, "answers": "train"}
    card = model_card(facts(standardisation=given), None)
    assert "Nothing was held out" in card
    assert "model-index" not in card
    assert "their deviation is too large" in card


def test_it_names_no_folder_of_this_machine_as_a_hub_model() -> None:
    assert "base_model" not in front_matter(model_card(facts("/srv/models/base"), None))
    bundled = model_card(facts("bundled:smollm2-135m-instruct"), None)
    assert front_matter(bundled)["base_model"] == "HuggingFaceTB/SmolLM2-135M-Instruct"


def test_it_ends_with_how_to_load_it() -> None:
    assert model_card(facts(), None).endswith("## How to load it\n\nLoad it so.\n")


def test_it_says_of_an_ensemble_what_becomes_of_its_members_scores() -> None:
    assert "combine the members' scores" in model_card(facts(members=["member-1", "member-2"]), None)
    assert "combine the members' scores" not in model_card(facts(), None)
