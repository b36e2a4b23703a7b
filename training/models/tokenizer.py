"""Conversations and answers become token ids, once; nothing here decodes and encodes again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from jinja2 import TemplateError
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from training.contract.rows import Message
from training.models.bundled import bundled_folder
from training.models.source import Source
from training.support.errors import TrainerError

PLAIN_ROLES = {"system": "System", "user": "User", "assistant": "Assistant"}


def load_tokenizer(source: Source) -> PreTrainedTokenizerBase:
    """Return a model's tokenizer; an adapter folder without one has its base's."""
    place: Any = source.folder or source.name
    if source.kind == "bundled":
        place = bundled_folder(source.name)
    elif source.base and source.folder and not (source.folder / "tokenizer_config.json").exists():
        return load_tokenizer(source.base)
    try:
        return AutoTokenizer.from_pretrained(place)
    except (OSError, ValueError) as error:
        raise TrainerError(
            f"The tokenizer of {source.name} cannot be loaded: {error}",
            "Check the name and the network, or copy the tokenizer's files into the model's folder.",
        ) from error


def pad_id(tokenizer: PreTrainedTokenizerBase) -> int:
    """Return an id to fill rows with. It is never read: masks, not ids, tell padding from text."""
    return tokenizer.pad_token_id if tokenizer.pad_token_id is not None else 0


def spare_pad(tokenizer: PreTrainedTokenizerBase) -> str | None:
    """Return a special token that can pad without being taken for an answer's end, or None when there is none.

    transformers' classifiers read a decoder's score at the last token that is not padding: where the end token pads, that
    would be the token before the answer's end.
    """
    special = [tokenizer.pad_token, tokenizer.unk_token, tokenizer.bos_token, *tokenizer.all_special_tokens]
    return next((str(token) for token in special if token and token != tokenizer.eos_token), None)


def prompt_text(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> str:
    """Return a conversation up to where the answer begins, as text: in the model's own chat template or plain."""
    if tokenizer.chat_template:
        return str(apply_template(tokenizer, messages, tokenize=False))
    turns = [f"{PLAIN_ROLES[message.role]}: {message.content}" for message in messages]
    return "\n\n".join([*turns, "Assistant:"])


def apply_template(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message], **asked: Any) -> Any:
    """Return a conversation in the model's chat template, up to where the answer begins.

    Some templates refuse a system prompt, as Gemma's does: it then goes before the first user's words.
    """
    try:
        return tokenizer.apply_chat_template(turns_of(messages), add_generation_prompt=True, **asked)
    except TemplateError as error:
        system, *others = messages
        if system.role == "system" and others and others[0].role == "user":
            first = Message("user", f"{system.content}\n\n{others[0].content}")
            return apply_template(tokenizer, [first, *others[1:]], **asked)
        raise TrainerError(
            f"The chat template of the model refuses a conversation: {error}.",
            "Let it begin with the user and end with the user, turn by turn, or choose a model with another template.",
        ) from error


def turns_of(messages: Sequence[Message]) -> list[dict[str, str]]:
    return [{"role": message.role, "content": message.content} for message in messages]


def encode_prompt(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> list[int]:
    """Return the ids of a conversation up to where the answer begins."""
    if tokenizer.chat_template:
        encoded = apply_template(tokenizer, messages, return_dict=True)
        return list(cast(dict[str, list[int]], encoded)["input_ids"])
    return list(tokenizer(prompt_text(tokenizer, messages))["input_ids"])


def encode_text(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    """Return the ids of a text alone, without the special tokens that the tokenizer puts around texts."""
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])


class Frame(NamedTuple):
    """The special tokens that a tokenizer puts before, between and after texts."""

    before: list[int]
    between: list[int]
    after: list[int]
    typed: bool
    """Whether the second text's tokens are marked by a token type of their own."""

    @property
    def length(self) -> int:
        return len(self.before) + len(self.between) + len(self.after)


def frame_of(tokenizer: PreTrainedTokenizerBase, *, pair: bool) -> Frame:
    """Return what the tokenizer puts around one text, or around two, seen on an example."""
    encoded = tokenizer("a", "b") if pair else tokenizer("a")
    owners = encoded.sequence_ids(0)
    ids = list(encoded["input_ids"])
    begin, end = owners.index(0), len(owners) - owners[::-1].index(1 if pair else 0)
    between = [place for place in range(begin, end) if owners[place] is None]
    types = encoded.get("token_type_ids", [0] * len(ids))
    return Frame(
        before=ids[:begin],
        between=[ids[place] for place in between],
        after=ids[end:],
        typed=types[end - 1] != types[begin],
    )


def encode_answer(tokenizer: PreTrainedTokenizerBase, text: str, *, ended: bool) -> list[int]:
    """Return the ids of an answer; one that ended by itself carries the end token."""
    ids = encode_text(tokenizer, text)
    if ended and tokenizer.eos_token_id is not None:
        ids.append(tokenizer.eos_token_id)
    return ids or [pad_id(tokenizer)]


def decode_answer(tokenizer: PreTrainedTokenizerBase, ids: Sequence[int]) -> str:
    return str(tokenizer.decode(list(ids), skip_special_tokens=True)).strip()


def same_tokenizer(one: PreTrainedTokenizerBase, other: PreTrainedTokenizerBase) -> bool:
    """Tell whether ids of one mean the same to the other, conversations included."""
    return (
        one.chat_template == other.chat_template
        and one.eos_token_id == other.eos_token_id
        and one.get_vocab() == other.get_vocab()
    )
