"""From a row of an uploaded file to the order of its answers that is known to be right. Pure.

"gold" holds groups as in a ranking, best first: the row becomes a gold task; under "practice", a practice task.
"explanation" says why it is so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labeling.prompts.import_findings import RowProblem
from labeling.prompts.import_rows import ImportedAnswer, Value
from labeling.rankings.import_rankings import groups_given

LONGEST_EXPLANATION = 10_000


@dataclass(frozen=True)
class ImportedGold:
    groups: list[list[int]]
    """Places of the row's answers, best first, as they are known to be right."""
    explanation: str = ""
    is_practice: bool = False


def imported_gold(value: Value, answers: Sequence[ImportedAnswer]) -> ImportedGold | None:
    """Return the known order of a row that has one, or raise RowProblem naming the field that is wrong."""
    named = [name for name in ("gold", "practice") if value.get(name) is not None]
    if not named:
        return None
    field = named[0]
    if len(named) == 2:
        raise RowProblem("practice", "A task is either gold or practice.")
    if not answers:
        raise RowProblem(field, "There are no answers to order.")
    groups = groups_given(value[field], answers, field)
    if len(groups) < 2:
        raise RowProblem(field, "At least one answer must be better than another.")
    explanation = value.get("explanation") or ""
    if not isinstance(explanation, str) or len(explanation) > LONGEST_EXPLANATION:
        raise RowProblem(
            "explanation", f"The explanation must be text of at most {LONGEST_EXPLANATION} characters."
        )
    return ImportedGold(groups=groups, explanation=explanation, is_practice=field == "practice")
