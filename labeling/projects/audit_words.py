"""The audit trail in words: what each kind of entry says. Pure.

Kinds are written here for the whole product, apps further down the data's way too, so that the page needs no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Detail = Mapping[str, Any]
LONGEST = 60


def created_project(detail: Detail) -> str:
    return "made the project"


def changed_project(detail: Detail) -> str:
    """Say each field that changed; of guidelines the version, since their text is kept beside."""
    before, after = detail.get("before", {}), detail.get("after", {})
    said = [
        f"{name.replace('_', ' ')} from {shown(before.get(name))} to {shown(value)}"
        for name, value in after.items()
        if before.get(name) != value
    ]
    if "guidelines_version" in detail:
        said.append(f"the guidelines, now version {detail['guidelines_version']}")
    return "changed " + ", ".join(said) if said else "saved the settings without a change"


def shown(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"“{text[:LONGEST]}{'…' if len(text) > LONGEST else ''}”"


def invited(detail: Detail) -> str:
    uses = detail.get("max_uses", 1)
    people = "one person" if uses == 1 else f"{uses} people"
    return (
        f"made an invitation as {detail.get('role')} for {detail.get('email') or f'{people} with the link'}"
    )


def excluded(detail: Detail) -> str:
    seats = detail.get("seats", 0)
    again = f"; {seats} tasks are ranked again" if seats else ""
    return f"left the answers of {{who}} out of datasets: {shown(detail.get('reason'))}{again}"


def submitted(detail: Detail) -> str:
    late = ", late" if detail.get("late") else ""
    return f"submitted a ranking, revision {detail.get('revision')}{late}"


def imported(detail: Detail) -> str:
    counts = ", ".join(
        f"{detail[name]} {word}"
        for name, word in (("prompts", "prompts"), ("completions", "answers"), ("rankings", "rankings"))
        if detail.get(name)
    )
    return f"imported {shown(detail.get('file_name'))}" + (f": {counts}" if counts else "")


def ordered(detail: Detail) -> str:
    share = round(100 * detail.get("random_share", 0))
    model = shown(detail.get("reward_model"))
    return f"put the waiting tasks in the order of what {model} is unsure of, {share} % of them at random"


def plain(words: str) -> Callable[[Detail], str]:
    """Return the words with fields of the detail in them; a field that is not there stays empty."""
    return lambda detail: words.format_map(Filled(detail))


class Filled(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "{who}" if name == "who" else ""


WORDS: dict[tuple[str, str], Callable[[Detail], str]] = {
    ("project", "create"): created_project,
    ("project", "update"): changed_project,
    ("project", "duplicate"): plain("duplicated a project"),
    ("project", "prioritise"): plain("changed the order of the tasks"),
    ("project", "order"): ordered,
    ("member", "add"): plain("added {who} as {role}"),
    ("member", "join"): plain("joined by an invitation as {role}"),
    ("member", "change"): plain("made {who} {role}; they were {before}"),
    ("member", "remove"): plain("removed {who}, who was {role}"),
    ("member", "pause"): plain("paused {who}"),
    ("member", "resume"): plain("gave {who} tasks again"),
    ("member", "wave"): plain("let {who} rank real tasks without (more) practice"),
    ("member", "retrain"): plain("asked {who} to practise"),
    ("invite", "create"): invited,
    ("invite", "revoke"): plain("took back an invitation as {role}"),
    ("answers", "exclude"): excluded,
    ("answers", "include"): plain("took the answers of {who} into datasets again"),
    ("webhook", "create"): plain("added a webhook to {url}"),
    ("webhook", "update"): plain("changed the webhook to {url}"),
    ("webhook", "rotate"): plain("gave the webhook to {url} a new secret"),
    ("webhook", "remove"): plain("removed the webhook to {url}"),
    ("ranking", "submit"): submitted,
    ("assignment", "skip"): plain("skipped a task: {reason}"),
    ("task", "solve"): plain("changed the known solution of a task"),
    ("import", "import"): imported,
    ("import", "cancel"): plain("cancelled the import of “{file_name}”"),
    ("import", "resume"): plain("went on with the import of “{file_name}”"),
    ("import", "remove"): plain("removed what “{file_name}” had brought"),
    ("adjudication", "adjudicate"): plain("settled a disagreement: “{reason}”"),
    ("adjudication", "withdraw"): plain("took back how a disagreement was settled: “{reason}”"),
    ("token", "create"): plain("made the API token “{name}”"),
    ("token", "revoke"): plain("revoked the API token “{name}”"),
}
SUBJECTS = sorted({subject for subject, _ in WORDS})
ACTIONS = sorted({action for _, action in WORDS})


def audit_words(*, subject: str, action: str, detail: Detail, who: str) -> str:
    """Return what was done, to follow the name of who did it. `who` is the person it was done to."""
    words = WORDS.get((subject, action), plain(f"{action}: {subject}"))
    said = words(detail).replace("{who}", who)
    return f"{said} (in the administration)" if detail.get("administration") else said
