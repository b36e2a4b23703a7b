from __future__ import annotations

from tests.tiny import asked, tiny_tokenizer
from training.models.format import Kind, encode_group, format_for
from training.models.packing import Group
from training.models.tokenizer import encode_text, prompt_text

PAIR = tiny_tokenizer(template=None, encoder=True)
CHAT = tiny_tokenizer()
CLASS, BETWEEN = PAIR.cls_token_id, PAIR.sep_token_id


def test_it_joins_prompt_and_answer_as_an_encoders_tokenizer_does() -> None:
    written = format_for(PAIR, Kind.ENCODER, with_prompt=True)
    group, cut = encode_group(PAIR, written, asked("Hi"), ["yes", ""], [True, False], 64)
    joined = PAIR(prompt_text(PAIR, asked("Hi")), "yes")
    assert [*group.prompt, *group.answers[0]] == joined["input_ids"]
    assert joined["token_type_ids"] == [0] * len(group.prompt) + [1] * len(group.answers[0])
    assert written.frame.typed
    assert group.answers[1] == [BETWEEN]
    assert not cut


def test_it_gives_an_encoder_the_answer_alone_where_that_is_asked() -> None:
    written = format_for(PAIR, Kind.ENCODER, with_prompt=False)
    group, _ = encode_group(PAIR, written, asked("Hi"), ["yes"], [True], 64)
    assert group == Group([CLASS], [[*encode_text(PAIR, "yes"), BETWEEN]])


def test_it_keeps_an_encoders_special_tokens_when_it_cuts() -> None:
    written = format_for(PAIR, Kind.ENCODER, with_prompt=True)
    group, cut = encode_group(PAIR, written, asked("abc"), ["y" * 9, "n"], [True, True], 8)
    assert cut
    prompt = encode_text(PAIR, prompt_text(PAIR, asked("abc")))
    # Three of the eight places are special tokens, one is the prompt's last token, four are left for an answer.
    assert group.prompt == [CLASS, prompt[-1], BETWEEN]
    assert group.answers == [[*encode_text(PAIR, "yyyy"), BETWEEN], [*encode_text(PAIR, "n"), BETWEEN]]


def test_it_cuts_the_end_of_an_answer_that_is_longer_than_the_limit() -> None:
    written = format_for(CHAT, Kind.DECODER, with_prompt=True)
    group, cut = encode_group(CHAT, written, asked("Hi"), ["y" * 40], [True], 32)
    assert cut
    assert len(group.prompt) == 1
    assert group.answers == [encode_text(CHAT, "y" * 31)]


def test_it_holds_each_side_of_an_encoder_decoder_to_the_limit() -> None:
    written = format_for(CHAT, Kind.ENCODER_DECODER, with_prompt=True)
    group, cut = encode_group(CHAT, written, asked("x" * 40), ["y" * 40, "n"], [True, True], 32)
    assert cut
    assert len(group.prompt) == 32
    assert [len(answer) for answer in group.answers] == [32, 2]
