"""Answers that name their model or its maker are found, and said to the lead alone."""

from __future__ import annotations

import time

import pytest

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.prompts.makers import maker_named, own_names
from labeling.prompts.services import completion_create
from tests.conftest import ClientOf
from tests.made import made_prompt, made_task


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'm ChatGPT, and I can help.", "ChatGPT"),
        (
            "As a large language model trained by OpenAI, I cannot.",
            "As a large language model trained by OpenAI",
        ),
        ("Ask claude or Claude 3.5 about it.", "Claude 3.5"),
        (
            "I am a helpful AI assistant created by Acme Labs",
            "I am a helpful AI assistant created by Acme Labs",
        ),
        ("I was built by Zorblax.", "I was built by Zorblax."),
        ("my name is qwen2.5", "qwen2.5"),
        ("GPT-4 says so", "GPT-4"),
        ("gpt-4o mini", "gpt-4o"),
        ("Made with Hugging Face tools", "Hugging Face"),
    ],
)
def test_it_finds_the_words_that_give_a_model_away(text: str, words: str) -> None:
    assert maker_named(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "The llamas of Peru are hardy, and a falcon flies.",
        "A bard sang; the cohere-nt plan was to grok it.",
        "I was made by hand, like any rug.",
        "As a language, model trains are popular.",
        "The command to run is ls. Phi is a Greek letter.",
        "",
    ],
)
def test_it_leaves_ordinary_words_alone(text: str) -> None:
    assert maker_named(text) == ""


@pytest.mark.parametrize(
    ("model", "names"),
    [
        ("meta-llama/Llama-3-8B-Instruct", ["Llama-3-8B-Instruct", "Llama"]),
        ("bundled:smollm2-135m-instruct", ["smollm2-135m-instruct", "smollm2"]),
        ("/srv/runs/0190/artifacts/policy", []),
        ("SecretModel-9", ["SecretModel-9", "SecretModel"]),
        ("model-1", ["model-1"]),
        ("", []),
    ],
)
def test_it_takes_names_from_where_an_answer_came(model: str, names: list[str]) -> None:
    assert own_names(model) == names


def test_it_finds_the_answers_own_model_however_it_is_joined() -> None:
    assert maker_named("I am zorb lm 7b, at your service", "acme/Zorb-LM-7B") == "zorb lm 7b"
    assert maker_named("I am Zorb.", "acme/Zorb-LM-7B") == "Zorb"
    assert maker_named("The policy is clear.", "runs/1/artifacts/policy") == ""


@pytest.mark.parametrize("unit", ["I am a ", "as a language model ", "GPT ", "- - ", "a", "my creators at "])
def test_it_reads_a_megabyte_quickly(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.perf_counter()
    maker_named(text, "acme/Zorb-LM-7B")
    assert time.perf_counter() - start < 10


@pytest.mark.django_db
def test_it_shows_leads_which_prompts_have_such_answers(
    project: Project, rita: User, client_of: ClientOf
) -> None:
    made_task(project)
    prompt = made_prompt(project, text="Who are you?")
    completion_create(prompt=prompt, text="I am ChatGPT.", model="m")
    address = f"/api/projects/{project.id}/prompts"
    (row,) = client_of(rita).get(address, {"named": "true"}).json()["results"]
    assert row["id"] == str(prompt.id)
    assert [answer["names_maker"] for answer in row["completions"]] == ["ChatGPT"]
    assert len(client_of(rita).get(address).json()["results"]) == 2
