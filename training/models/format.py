"""How a prompt and its answers are written for a model that scores them: which special tokens, and what is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from transformers import PreTrainedTokenizerBase

from training.contract.rows import Message
from training.models.packing import Group, cut_left
from training.models.tokenizer import (
    Frame,
    encode_answer,
    encode_prompt,
    encode_text,
    frame_of,
    pad_id,
    prompt_text,
)

BARE = Frame([], [], [], typed=False)


class Kind(StrEnum):
    """What a scoring model is, which decides how it is run."""

    DECODER = "decoder"
    """The score is read at an answer's last token; the answers of a prompt may share its encoding."""
    ENCODER = "encoder"
    """The classifier's own forward pass reads prompt and answer as one row, the way its pipeline does."""
    ENCODER_DECODER = "encoder-decoder"
    """The encoder reads the prompt once, the decoder each answer; the score is read at its last token."""


@dataclass(frozen=True)
class Format:
    """How one model is given its text. A decoder's conversations bring their special tokens in the chat template."""

    kind: Kind
    with_prompt: bool
    frame: Frame


def format_for(tokenizer: PreTrainedTokenizerBase, kind: Kind, *, with_prompt: bool) -> Format:
    """Return the format of a kind of model; without the prompt, an answer is written as any single text is."""
    if kind is Kind.DECODER and with_prompt:
        return Format(kind, with_prompt, BARE)
    frame = frame_of(tokenizer, pair=kind is Kind.ENCODER and with_prompt)
    return Format(kind, with_prompt, frame)


def encode_group(
    tokenizer: PreTrainedTokenizerBase,
    format: Format,
    messages: Sequence[Message],
    texts: Sequence[str],
    ended: Sequence[bool],
    limit: int,
) -> tuple[Group, bool]:
    """Return a prompt and its answers as ids, at most `limit` for a prompt with an answer, and whether any were cut.

    An answer too long loses its end, a prompt its beginning. An encoder-decoder has the limit for each of its sides.
    """
    answers = [answer_ids(tokenizer, format, text, ended=end) for text, end in zip(texts, ended, strict=True)]
    return frame_group(format, prompt_ids(tokenizer, format, messages), answers, limit, pad_id(tokenizer))


def prompt_ids(tokenizer: PreTrainedTokenizerBase, format: Format, messages: Sequence[Message]) -> list[int]:
    if not format.with_prompt:
        return []
    if format.kind is Kind.DECODER:
        return encode_prompt(tokenizer, messages)
    return encode_text(tokenizer, prompt_text(tokenizer, messages))


def answer_ids(tokenizer: PreTrainedTokenizerBase, format: Format, text: str, *, ended: bool) -> list[int]:
    """Return an answer's ids. Where the frame ends every row, whether the answer ended by itself cannot be written."""
    if format.kind is Kind.ENCODER or not format.with_prompt:
        return encode_text(tokenizer, text)
    return encode_answer(tokenizer, text, ended=ended)


def frame_group(
    format: Format, prompt: list[int], answers: list[list[int]], limit: int, pad: int
) -> tuple[Group, bool]:
    """Cut what is too long and put the special tokens around the rest."""
    frame = format.frame
    room = max(limit - frame.length, 2)
    apart = format.kind is Kind.ENCODER_DECODER
    longest_answer = limit if apart else room - format.with_prompt
    shortened = any(len(answer) > longest_answer for answer in answers)
    answers = [answer[:longest_answer] for answer in answers]
    prompt, cut = cut_left(prompt, [[]] if apart else answers, room)
    if apart:
        return Group([*frame.before, *prompt, *frame.after], answers), shortened or cut
    answers = [[*answer, *frame.after] or [pad] for answer in answers]
    return Group([*frame.before, *prompt, *frame.between], answers), shortened or cut
