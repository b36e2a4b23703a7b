"""What methods without a reward model learn from: the answers that people put first, and their pairs.

The meaning of every case:
- **First answers**: every answer of a ranking's top group, tied ones included, once for each ranking that says so.
  A ranking that ties all its answers prefers none and gives none; one marked "all are bad" gives none either.
- **Pairs**: every two answers of a ranking of which one lies above the other, each pair with the same weight, however far
  apart they lie and however sure the person was. Ties give no pair, answers left out none. People who disagree give pairs
  both ways. In a ranking marked "all are bad" the order is learned as any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from training.contract.rows import PromptRow
from training.data.rankings import PromptGroup
from training.models.packing import cut_left
from training.models.policy import Policy
from training.models.tokenizer import encode_answer, encode_prompt
from training.support.errors import TrainerError
from training.support.recorder import Recorder


class Example(NamedTuple):
    """A prompt with one answer to imitate, or with a better and a worse one: places in the group's texts."""

    group: PromptGroup
    places: tuple[int, ...]


class Encoded(NamedTuple):
    """An example as token ids, and whether something had to be cut."""

    prompt: list[int]
    answers: list[list[int]]
    cut: bool


def first_answers(groups: Iterable[PromptGroup]) -> list[Example]:
    return [
        Example(group, (place,))
        for group in groups
        for ranked in group.rankings
        if not ranked.all_bad and (len(ranked.levels) > 1 or (ranked.levels and ranked.left_out))
        for place in ranked.levels[0]
    ]


def ordered_pairs(groups: Iterable[PromptGroup]) -> list[Example]:
    """Return (better, worse) of every two answers that a ranking orders."""
    return [Example(group, pair) for group in groups for ranked in group.rankings for pair in ranked.wins()]


def heldout_prompts(groups: Iterable[PromptGroup]) -> list[PromptRow]:
    """Return the prompts to be measured on: those that a run from prompts alone would hold out too."""
    return [
        PromptRow(group.prompt_id, group.messages, group.domain, group.split)
        for group in groups
        if group.split == "heldout"
    ]


def check_examples(examples: Sequence[Example]) -> None:
    if not examples:
        raise TrainerError(
            "The training rankings put no answer above another.", "Collect rankings that tell answers apart."
        )


def encode_examples(
    policy: Policy, examples: Sequence[Example], max_tokens: int, recorder: Recorder, what: str
) -> list[Encoded]:
    """Return every example's ids, and say how many of them had to be cut."""
    encoded = [encode_example(policy, example, max_tokens) for example in examples]
    if cut := sum(one.cut for one in encoded):
        recorder.warning(f"{cut} {what} were longer than {max_tokens} tokens with their prompt and were cut.")
    return encoded


def encode_example(policy: Policy, example: Example, max_tokens: int) -> Encoded:
    """Return the ids that policy and reward model read too: one template, no text encoded as part of another.

    An answer too long loses its end, a prompt its beginning, within `max_tokens` or the model's context.
    """
    group, limit = example.group, min(max_tokens, policy.context)
    whole = [
        encode_answer(policy.tokenizer, group.texts[place], ended=group.ended[place])
        for place in example.places
    ]
    answers = [answer[: limit - 1] for answer in whole]
    prompt, cut = cut_left(encode_prompt(policy.tokenizer, group.messages), answers, limit)
    return Encoded(prompt, answers, cut or answers != whole)


def count_words(examples: Sequence[Example], what: str) -> str:
    """Say how many examples there are, by domain where there are several."""
    counts = Counter(example.group.domain or "no domain" for example in examples)
    by_domain = ", ".join(f"{count:,} {domain}" for domain, count in sorted(counts.items()))
    prompts = len({example.group.prompt_id for example in examples})
    return f"{len(examples):,} {what} of {prompts:,} prompts" + (f" ({by_domain})" if len(counts) > 1 else "")
