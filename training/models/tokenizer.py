"""Conversations and answers become token ids, once; nothing here decodes and encodes again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

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


def encode_prompt(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> list[int]:
    """Return the ids of a conversation up to where the answer begins, in the model's own chat template."""
    turns = [{"role": message.role, "content": message.content} for message in messages]
    if tokenizer.chat_template:
        encoded = tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_dict=True)
        return list(cast(dict[str, list[int]], encoded)["input_ids"])
    return list(
        tokenizer(render_plain(messages), add_special_tokens=tokenizer.cls_token_id is None)["input_ids"]
    )


def render_plain(messages: Sequence[Message]) -> str:
    """Return a conversation for a model without a chat template: `User: …`, blank line, …, `Assistant:`."""
    turns = [f"{PLAIN_ROLES[message.role]}: {message.content}" for message in messages]
    return "\n\n".join([*turns, "Assistant:"])


def encode_answer(tokenizer: PreTrainedTokenizerBase, text: str, *, ended: bool) -> list[int]:
    """Return the ids of an answer; one that ended by itself carries the end token."""
    ids = list(tokenizer(text, add_special_tokens=False)["input_ids"])
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
