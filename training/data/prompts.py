"""Prompts as token ids, within what the model can read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from training.contract.rows import PromptRow, read_rows
from training.models.policy import Policy
from training.models.tokenizer import encode_prompt
from training.support.errors import TrainerError
from training.support.recorder import Recorder


def read_heldout(path: Path, advice: str) -> list[PromptRow]:
    """Return the prompts to be measured on; raise TrainerError, with the advice, where there are none."""
    heldout = [row for row in read_rows(path, PromptRow) if row.split == "heldout"]
    if not heldout:
        raise TrainerError("No prompt has the split heldout: there is nothing to measure on.", advice)
    return heldout


def tell_format(policy: Policy, recorder: Recorder) -> None:
    """Say how conversations are written for a model without a chat template."""
    if not policy.tokenizer.chat_template:
        recorder.info(
            f"{policy.source.name} has no chat template. Prompts are written as plain text: each turn behind its role, as in "
            "User: …, and at the end Assistant: where the answer begins."
        )


def encode_prompts(
    policy: Policy, prompts: Sequence[PromptRow], max_new_tokens: int, recorder: Recorder
) -> list[list[int]]:
    """Return the prompts' ids; one that leaves no room for an answer in the model's context loses its beginning."""
    encoded = [encode_prompt(policy.tokenizer, prompt.messages) for prompt in prompts]
    room = policy.context - max_new_tokens
    if room < 1:
        raise TrainerError(
            f"settings.max_new_tokens is {max_new_tokens}, but the model's context holds {policy.context} tokens.",
            "Ask for shorter answers or choose a model with a longer context.",
        )
    cut = sum(len(ids) > room for ids in encoded)
    if cut:
        recorder.warning(
            f"{cut} of {len(encoded)} prompts are longer than {room} tokens and lost their beginning."
        )
    return [ids[-room:] for ids in encoded]
