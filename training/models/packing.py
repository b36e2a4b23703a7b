"""Prompts with their answers as rows for one forward pass, each prompt encoded once where the model allows it.

A shared row is `prompt, answer 1, …, answer K, next prompt, …`: positions start again for every prompt, and after it for
every answer, and the mask of `tree.py` lets an answer see its prompt and itself, so that each answer gets exactly what it
would get in a row of its own.

A batch is one row: neither way of attending computes what nobody sees, FlexAttention on a GPU (`tree.py`) and
`branches.py` elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import torch

from training.models.branches import Spans, branches_of
from training.models.tree import BLOCK, block_mask


class Group(NamedTuple):
    """One prompt and its answers, as token ids."""

    prompt: list[int]
    answers: list[list[int]]

    @property
    def length(self) -> int:
        """Return the positions of its shared row."""
        return len(self.prompt) + sum(len(answer) for answer in self.answers)

    def padded(self, *, shared: bool) -> int:
        """Return how many positions its rows fill: one row when shared, K rows of the longest when not."""
        if shared:
            return self.length
        return len(self.answers) * (len(self.prompt) + max(len(answer) for answer in self.answers))


class Packed(NamedTuple):
    """Rows of one forward pass. [r] rows, [t] positions, [a] answers in the order of the groups, [n] answer tokens."""

    ids: torch.Tensor
    """[r, t]"""
    positions: torch.Tensor
    """[r, t]"""
    mask: Any
    """Who sees whom: Branches or a BlockMask when prompts are shared, [r, t] with 1 for text when they are not."""
    branch: torch.Tensor
    """[r, t] 0 for a prompt's tokens, 1 to K for its answers', -1 for padding."""
    last_row: torch.Tensor
    last_column: torch.Tensor
    """[a] where each answer's last token is."""
    row: torch.Tensor
    column: torch.Tensor
    """[n] the position that predicts each answer token: the prompt's last, then the answer's own tokens but its last."""
    target: torch.Tensor
    """[n] the answer tokens."""
    answer: torch.Tensor
    time: torch.Tensor
    """[n] which answer a token belongs to, and its place in it."""

    @property
    def shared(self) -> bool:
        return not (isinstance(self.mask, torch.Tensor) and self.mask.ndim == 2)


def pack(
    groups: Sequence[Group],
    *,
    shared: bool,
    pad: int,
    device: torch.device,
    dtype: torch.dtype,
    flex: bool = False,
) -> Packed:
    """Return the groups as rows: one an answer when not shared, else one row of all.

    `flex` says that the model attends by FlexAttention, which takes a block mask and rows of whole blocks.
    """
    if not shared:
        groups = [Group(prompt, [answer]) for prompt, answers in groups for answer in answers]
    starts, rows, length = place_groups([group.length for group in groups], shared=shared, flex=flex)
    ids = torch.full((rows, length), pad)
    positions = torch.zeros((rows, length), dtype=torch.long)
    tree = torch.full((rows, length), -1)
    branch = torch.full((rows, length), -1)
    last: list[tuple[int, int]] = []
    tokens: list[tuple[int, int, int, int, int]] = []
    for place, ((prompt, answers), (row, start)) in enumerate(zip(groups, starts, strict=True)):
        root = start + len(prompt) - 1
        end = start
        for number, segment in enumerate([prompt, *answers]):
            begin, end = end, end + len(segment)
            depth = len(prompt) if number else 0
            ids[row, begin:end] = torch.tensor(segment)
            positions[row, begin:end] = torch.arange(depth, depth + len(segment))
            tree[row, begin:end] = place
            branch[row, begin:end] = number
            if number:
                sources = [root, *range(begin, end - 1)]
                tokens += [
                    (row, at, token, len(last), time)
                    for time, (at, token) in enumerate(zip(sources, segment, strict=True))
                ]
                last.append((row, end - 1))
    if not shared:
        mask: Any = (tree >= 0).long().to(device)
    elif flex:
        mask = block_mask(tree.to(device), branch.to(device))
    else:
        spans = [
            Spans(start, len(prompt), [len(answer) for answer in answers])
            for (prompt, answers), (_, start) in zip(groups, starts, strict=True)
        ]
        mask = branches_of(spans, device, dtype)
    last_row, last_column = torch.tensor(last).to(device).unbind(1)
    row_of, column_of, target, answer_of, time_of = torch.tensor(tokens).to(device).unbind(1)
    return Packed(
        ids=ids.to(device),
        positions=positions.to(device),
        mask=mask,
        branch=branch.to(device),
        last_row=last_row,
        last_column=last_column,
        row=row_of,
        column=column_of,
        target=target,
        answer=answer_of,
        time=time_of,
    )


def place_groups(
    lengths: Sequence[int], *, shared: bool, flex: bool
) -> tuple[list[tuple[int, int]], int, int]:
    """Return row and start of each group, how many rows there are, and how long they are."""
    if not shared:
        return [(row, 0) for row in range(len(lengths))], len(lengths), max(lengths)
    starts = [0, *accumulate(lengths)]
    length = -(-starts[-1] // BLOCK) * BLOCK if flex else starts[-1]
    return [(0, start) for start in starts[:-1]], 1, length


class Queries(NamedTuple):
    """Prompts as left-padded rows, their last tokens side by side. [b] prompts, [t] the longest one's tokens."""

    ids: torch.Tensor
    mask: torch.Tensor
    """1 for text, 0 for padding: the only thing that tells them apart."""


def pad_left(prompts: Sequence[list[int]], pad: int, device: torch.device) -> Queries:
    length = max(len(prompt) for prompt in prompts)
    ids = [[pad] * (length - len(prompt)) + prompt for prompt in prompts]
    mask = [[0] * (length - len(prompt)) + [1] * len(prompt) for prompt in prompts]
    return Queries(ids=torch.tensor(ids, device=device), mask=torch.tensor(mask, device=device))


def join_prompts(groups: Sequence[Group], most: int) -> tuple[list[Group], list[list[int]]]:
    """Return the groups that have the same prompt as one, of at most `most` answers, and which answers each holds.

    Answers are numbered through the groups as they were given.
    """
    together: dict[tuple[int, ...], list[int]] = {}
    answers: list[list[int]] = []
    for group in groups:
        for answer in group.answers:
            together.setdefault(tuple(group.prompt), []).append(len(answers))
            answers.append(answer)
    joined = [
        (prompt, places[start : start + most])
        for prompt, places in together.items()
        for start in range(0, len(places), most)
    ]
    members = [places for _, places in joined]
    return [Group(list(prompt), [answers[place] for place in places]) for prompt, places in joined], members


def batches_by_tokens(sizes: Sequence[int], limit: int) -> list[list[int]]:
    """Return the places of `sizes` as batches of similar length, each of at most `limit` padded tokens.

    Every place comes once; one that is larger than the limit is a batch alone. Cost: one sort.
    """
    batches: list[list[int]] = []
    for place in sorted(range(len(sizes)), key=lambda place: (sizes[place], place)):
        if batches and (len(batches[-1]) + 1) * sizes[place] <= limit:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches


def cut_left(prompt: list[int], answers: Sequence[Sequence[int]], limit: int) -> tuple[list[int], bool]:
    """Return the prompt without its beginning when it and its longest answer pass the limit; one token always stays."""
    room = max(limit - max(len(answer) for answer in answers), 1)
    return (prompt[-room:], True) if len(prompt) > room else (prompt, False)
