from __future__ import annotations

from training.models.format import Kind
from training.models.usage import adapter_usage, ensemble_usage


def test_an_adapters_readme_shows_code_only_where_a_few_lines_give_the_very_score() -> None:
    encoder = adapter_usage("org/model", Kind.ENCODER, has_chat_template=True)
    assert "tokenizer(prompt, answer, return_tensors" in encoder
    assert "```" not in adapter_usage("org/model", Kind.ENCODER_DECODER, has_chat_template=True)


def test_it_says_that_the_bundled_base_is_quantised() -> None:
    bundled = adapter_usage("bundled:smollm2-135m-instruct", Kind.DECODER, has_chat_template=True)
    assert "4-bit build" in bundled
    assert "HuggingFaceTB/SmolLM2-135M-Instruct" in bundled
    assert "4-bit build" not in adapter_usage("org/model", Kind.DECODER, has_chat_template=True)


def test_it_names_the_folders_of_an_ensemble() -> None:
    assert "`member-1/`, `member-2/`" in ensemble_usage(["member-1", "member-2"])
