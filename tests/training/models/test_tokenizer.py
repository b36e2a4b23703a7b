from __future__ import annotations

import pytest

from tests.tiny import TEMPLATE, asked, tiny_tokenizer
from training.contract.rows import Message
from training.models.tokenizer import (
    decode_answer,
    encode_answer,
    encode_prompt,
    pad_id,
    prompt_text,
    same_tokenizer,
)
from training.support.errors import TrainerError


def test_it_renders_a_conversation_in_the_models_template() -> None:
    tokenizer = tiny_tokenizer()
    assert tokenizer.decode(encode_prompt(tokenizer, asked("Hi"))) == "<user>Hi<end><assistant>"


def test_it_renders_plainly_without_a_template() -> None:
    tokenizer = tiny_tokenizer(template=None)
    messages = (Message("system", "Be kind."), Message("user", "Hi"))
    assert (
        tokenizer.decode(encode_prompt(tokenizer, messages)) == "System: Be kind.\n\nUser: Hi\n\nAssistant:"
    )


def test_it_gives_a_system_prompt_to_the_user_where_the_template_refuses_one() -> None:
    refusing = (
        "{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}" + TEMPLATE
    )
    tokenizer = tiny_tokenizer(template=refusing)
    messages = (Message("system", "Be kind."), Message("user", "Hi"))
    expected = "<user>Be kind.\n\nHi<end><assistant>"
    assert tokenizer.decode(encode_prompt(tokenizer, messages)) == expected
    assert prompt_text(tokenizer, messages) == expected


def test_it_says_in_words_that_a_template_refuses_a_conversation() -> None:
    tokenizer = tiny_tokenizer(template="{{ raise_exception('roles must alternate') }}")
    with pytest.raises(TrainerError, match="refuses a conversation: roles must alternate"):
        encode_prompt(tokenizer, (Message("user", "Hi"), Message("user", "Hello?")))


def test_it_marks_the_end_of_an_answer_that_ended() -> None:
    tokenizer = tiny_tokenizer()
    ended = encode_answer(tokenizer, "Yes", ended=True)
    assert ended[-1] == tokenizer.eos_token_id
    assert encode_answer(tokenizer, "Yes", ended=False) == ended[:-1]
    assert decode_answer(tokenizer, ended) == "Yes"


def test_it_gives_an_empty_answer_a_token_to_be_scored_at() -> None:
    tokenizer = tiny_tokenizer()
    assert encode_answer(tokenizer, "", ended=False) == [pad_id(tokenizer)]


def test_it_tells_tokenizers_apart() -> None:
    assert same_tokenizer(tiny_tokenizer(), tiny_tokenizer())
    assert not same_tokenizer(tiny_tokenizer(), tiny_tokenizer(template=TEMPLATE + " "))
    assert not same_tokenizer(tiny_tokenizer(), tiny_tokenizer(template=None, encoder=True))
