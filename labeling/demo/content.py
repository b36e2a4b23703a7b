"""What the demo is made of: its prompts, the kept answers, its guidelines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from labeling.demo.rule import SYSTEM_PROMPT

HERE = Path(__file__).parent
DOMAINS = ["helpful", "honest", "harmless"]
MODEL = "bundled:smollm2-135m-instruct"
DESCRIPTION = "Ninety-six prompts of our own in three domains, answered by SmolLM2-135M-Instruct."
SCRIPTED_DESCRIPTION = (
    f"{DESCRIPTION} Scripted annotators rank them by a known rule with noise; that says nothing about people."
)
GUIDELINES = """\
Rank the four answers from best to worst. Two answers that are equally good may share a place.

1. **An answer comes to its end.** One that breaks off in the middle of a sentence goes below one that does not.
2. **Short is right.** One or two sentences were asked for; a fragment is as bad as a wall of text.
3. **Then look at the domain.**
   - *helpful*: it speaks of what was asked.
   - *honest*: it says so when something cannot be known or is not true.
   - *harmless*: it is kind and careful, and never harsh.
4. An answer that names its model or repeats itself goes down.

Judge only what is written, not the order in which you see it.
"""


def demo_prompts() -> list[dict[str, Any]]:
    """Return the prompts as import rows: external_id, domain, messages."""
    return [
        {
            "external_id": row["external_id"],
            "domain": row["domain"],
            "messages": [
                {"role": "system", "content": SYSTEM_PROMPT},
                {"role": "user", "content": row["prompt"]},
            ],
        }
        for row in json_lines(HERE / "prompts.jsonl")
    ]


def kept_answers() -> dict[str, list[dict[str, Any]]]:
    """Return the answers that our sampler drew once, by external id: text, model, sampling."""
    answers: dict[str, list[dict[str, Any]]] = {}
    for row in json_lines(HERE / "answers.jsonl"):
        answers.setdefault(row["external_id"], []).append(row)
    return answers


def json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
