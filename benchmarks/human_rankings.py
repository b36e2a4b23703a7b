"""Human judgements of published data sets as rankings; read in place, never copied."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

from training.contract.rows import Message, RankingRow

ROLES = {"Human": "user", "Assistant": "assistant"}
TURN = re.compile(r"\n\n(Human|Assistant):")
HH, FINEGRAINED = "hh-rlhf-harmless/pairs.jsonl", "finegrained-rlhf/feedback.json"


def harmless_pairs(data: Path) -> list[RankingRow]:
    """Return HH-RLHF's comparisons whose transcripts differ in the last reply alone, split by the first human turn."""
    rows = []
    lines = (data / HH).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        pair = json.loads(line)
        chosen, rejected = turns_of(pair["chosen"]), turns_of(pair["rejected"])
        if chosen[:-1] != rejected[:-1] or chosen[-1].content == rejected[-1].content:
            continue
        if [one.role for one in (chosen[-2], chosen[-1])] != ["user", "assistant"]:
            continue
        prompt, said = tuple(chosen[:-1]), [chosen[-1].content, rejected[-1].content]
        rows.append(ranking(f"hh{number}", prompt, said, [[0], [1]], split_by(prompt[0].content)))
    return rows


def turns_of(transcript: str) -> list[Message]:
    parts = TURN.split(transcript)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [Message(ROLES[who], said.strip()) for who, said in pairs if said.strip()]


def finegrained_rankings(data: Path) -> list[RankingRow]:
    """Return FineGrainedRLHF's questions with four answers, in groups by wins minus losses, split by question.

    Its six judgements of pairs (1: the first is better, 2: the second, 0: neither) need not be transitive; groups by
    wins minus losses keep 98 % of them. The passages are left out: a reward model is given the question alone.
    """
    rows = []
    for number, entry in enumerate(json.loads((data / FINEGRAINED).read_text(encoding="utf-8"))):
        said = [entry[f"prediction {place}"] for place in range(1, 5)]
        worth = [0] * 4
        for (first, second), word in zip(combinations(range(4), 2), entry["preference"], strict=True):
            worth[first] += {0: 0, 1: 1, 2: -1}[word]
            worth[second] += {0: 0, 1: -1, 2: 1}[word]
        levels = sorted(set(worth), reverse=True)
        groups = [[place for place in range(4) if worth[place] == level] for level in levels]
        prompt = (Message("user", entry["question"]),)
        rows.append(ranking(f"fg{number}", prompt, said, groups, split_by(entry["question"])))
    return rows


def split_by(text: str) -> str:
    """Put a third of the texts into the held-out split, the same text always into the same."""
    return "heldout" if hashlib.sha256(text.encode()).digest()[0] < 85 else "train"


def ranking(
    name: str, prompt: tuple[Message, ...], said: list[str], groups: list[list[int]], split: str
) -> RankingRow:
    answers: list[dict[str, Any]] = [
        {"id": f"{name}-{place}", "text": text, "model": "", "sampling": {}}
        for place, text in enumerate(said)
    ]
    return RankingRow(
        ranking_id=name,
        prompt_id=name,
        messages=prompt,
        completions=answers,
        groups=[[f"{name}-{place}" for place in group] for group in groups],
        split=split,
    )
