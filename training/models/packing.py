"""Prompts with their answers as rows for one forward pass, the prompt encoded once where the model allows it.

A shared row is `prompt, answer 1, …, answer K`: positions start again after the prompt for every answer, and a 4-D mask
lets an answer see the prompt and itself, so that each answer gets exactly what it would get in a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch


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
    mask: torch.Tensor
    """[r, 1, t, t] additive when prompts are shared; [r, t] with 1 for text when they are not."""
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


def pack(
    groups: Sequence[Group], *, shared: bool, pad: int, device: torch.device, dtype: torch.dtype
) -> Packed:
    """Return the groups as rows: one a prompt when shared, one an answer when not."""
    if not shared:
        groups = [Group(prompt, [answer]) for prompt, answers in groups for answer in answers]
    length = max(group.length for group in groups)
    ids = torch.full((len(groups), length), pad)
    positions = torch.zeros((len(groups), length), dtype=torch.long)
    segments = torch.full((len(groups), length), -1)
    places: list[tuple[int, int, int, int, int]] = []
    last: list[tuple[int, int]] = []
    for row, group in enumerate(groups):
        begin = len(group.prompt)
        ids[row, :begin] = torch.tensor(group.prompt)
        positions[row, :begin] = torch.arange(begin)
        segments[row, :begin] = 0
        start = begin
        for number, answer in enumerate(group.answers, start=1):
            end = start + len(answer)
            ids[row, start:end] = torch.tensor(answer)
            positions[row, start:end] = torch.arange(begin, begin + len(answer))
            segments[row, start:end] = number
            sources = [begin - 1, *range(start, end - 1)]
            places += [
                (row, at, token, len(last), t)
                for t, (at, token) in enumerate(zip(sources, answer, strict=True))
            ]
            last.append((row, end - 1))
            start = end
    mask = tree_mask(segments, dtype) if shared else (segments >= 0).long()
    columns = torch.tensor(places).to(device).unbind(1)
    last_row, last_column = torch.tensor(last).to(device).unbind(1)
    row_of, column_of, target, answer_of, time_of = columns
    return Packed(
        ids=ids.to(device),
        positions=positions.to(device),
        mask=mask.to(device),
        last_row=last_row,
        last_column=last_column,
        row=row_of,
        column=column_of,
        target=target,
        answer=answer_of,
        time=time_of,
    )


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


def tree_mask(segments: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Return [r, 1, t, t], 0 where a token may look and the type's lowest number elsewhere.

    `segments` [r, t] is 0 for the prompt, 1 to K for the answers, -1 for padding. A token sees the prompt and its own
    answer, never what comes later; padding sees itself, so that no row of the softmax is empty.
    """
    length = segments.shape[1]
    query, key = segments[:, :, None], segments[:, None, :]
    causal = torch.ones(length, length, dtype=torch.bool).tril()
    allowed = causal & (query >= 0) & ((key == 0) | (key == query))
    allowed |= torch.eye(length, dtype=torch.bool)
    return torch.zeros(allowed.shape, dtype=dtype).masked_fill(~allowed, torch.finfo(dtype).min)[:, None]


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
