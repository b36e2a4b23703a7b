"""The shapes that rows of files come in, each turned into our own form. Pure.

Our own form is
  {"prompt": "text"} or {"messages": [{"role", "content"}, …]}, and with either: "system", "id", "domain", "priority",
      "completions": ["text" or {"id", "text", "model", "sampling"}, …],
      "rankings": [{"annotator", "groups" or "ranks", "note", …}, …], or "groups" or "ranks" beside the prompt
The others are those that the field publishes its data in. A shape may need several rows together (a conversation whose
messages are a row each), and may give several prompts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labeling.prompts.import_findings import RowProblem

Value = Mapping[str, Any]

SPEAKERS = {"Human": "user", "Assistant": "assistant"}
TRANSCRIPT = re.compile(r"\n\n(Human|Assistant):")
NUMBERED = re.compile(r"(?:completion|model|rank)_[0-9]{1,3}")
OASST_ROLES = {"prompter": "user", "assistant": "assistant"}
OASST_UNUSED = (
    "message_tree_id tree_state prompt parent_id user_id created_date review_count review_result deleted synthetic "
    "model_name detoxify emojis labels text role lang rank message_id"
)
RANKING_PARTS = (
    "annotator",
    "groups",
    "all_bad",
    "started_at",
    "submitted_at",
    "active_ms",
    "confidence",
    "display_order",
)


@dataclass(frozen=True)
class Shape:
    name: str
    title: str
    fits: Callable[[Value], bool]
    own: Callable[[Sequence[Value]], list[Value]]
    """From the rows that belong together to rows in our own form."""
    uses: frozenset[str] = frozenset()
    """Fields beside those of our own form that are read, or known to say nothing that we keep."""
    together: str = ""
    """Rows that follow each other with the same value in this field belong together."""


def shape_of(value: Value) -> Shape:
    """Return the first shape that fits; our own fits everything."""
    return next(shape for shape in SHAPES if shape.fits(value))


def has(*names: str) -> Callable[[Value], bool]:
    return lambda value: all(value.get(name) is not None for name in names)


def is_transcript(given: object) -> bool:
    return isinstance(given, str) and TRANSCRIPT.match(given) is not None


def as_it_is(rows: Sequence[Value]) -> list[Value]:
    return list(rows)


# Our own frozen rankings: a row a ranking, so that the rankings of one prompt follow each other.


def frozen_rows(rows: Sequence[Value]) -> list[Value]:
    first = rows[0]
    answers = [
        {**answer, "sampling": json_of(answer.get("sampling"))} for answer in entries(first, "completions")
    ]
    rankings = [frozen_ranking(row) for row in rows]
    return [{**first, "id": first["prompt_id"], "completions": answers, "rankings": rankings}]


def frozen_ranking(row: Value) -> Value:
    marks = {name: json_of(row.get(name)) for name in ("flags", "ratings")}
    return {
        **{name: row[name] for name in RANKING_PARTS if name in row},
        **marks,
        "note": row.get("rationale"),
    }


def json_of(given: object) -> object:
    """Return what JSON text says; our Parquet files keep free forms as text."""
    try:
        return json.loads(given) if isinstance(given, str) else given
    except ValueError:
        return given


def entries(value: Value, field: str) -> list[dict[str, Any]]:
    given = value.get(field)
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise RowProblem(field, f"“{field}” must be a list of objects.")
    return given


# Comparisons of two: trl's preference rows, HH-RLHF, UltraFeedback.


def preference_row(rows: Sequence[Value]) -> list[Value]:
    """Return prompt and two answers, the chosen first, of a row with an explicit or an implicit prompt."""
    value = rows[0]
    chosen, rejected = value.get("chosen"), value.get("rejected")
    given = value.get("prompt", value.get("messages"))
    if given is None or is_whole(chosen, rejected):
        given, chosen, rejected = shared_start(chosen, rejected)
    answers = [last_turn(chosen, "chosen"), last_turn(rejected, "rejected")]
    return [pair_row(value, given, answers)]


def pair_row(value: Value, prompt: object, answers: Sequence[str]) -> Value:
    field = "prompt" if isinstance(prompt, str) else "messages"
    names = {name: entry for name, entry in value.items() if name not in {"prompt", "messages", "annotator"}}
    ranking = {"annotator": value.get("annotator"), "groups": [[0], [1]]}
    return {**names, field: prompt, "completions": list(answers), "rankings": [ranking]}


def is_whole(chosen: object, rejected: object) -> bool:
    """Tell whether both are whole conversations although the prompt stands beside them, as in UltraFeedback."""
    return all(isinstance(given, list) and len(given) > 1 for given in (chosen, rejected))


def shared_start(chosen: object, rejected: object) -> tuple[list[Any], list[Any], list[Any]]:
    """Split two conversations, as messages or as transcripts, where they begin to differ."""
    one, other = turns_of(chosen), turns_of(rejected)
    pairs = zip(one, other, strict=False)
    same = next(
        (place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)) - 1
    )
    return one[:same], one[same:], other[same:]


def turns_of(given: object) -> list[Any]:
    if isinstance(given, list) and given:
        return given
    if isinstance(given, str) and is_transcript(given):
        parts = TRANSCRIPT.split(given)[1:]
        return [
            {"role": SPEAKERS[speaker], "content": text.removeprefix(" ")}
            for speaker, text in zip(parts[::2], parts[1::2], strict=True)
        ]
    raise RowProblem(
        "prompt",
        "Without a prompt, “chosen” and “rejected” must be whole conversations: messages, or “\\n\\nHuman: … \\n\\nAssistant: …”.",
    )


def last_turn(given: object, field: str) -> str:
    if isinstance(given, str):
        return given
    turn = given[0] if isinstance(given, list) and len(given) == 1 else None
    if isinstance(turn, dict) and turn.get("role") == "assistant" and isinstance(turn.get("content"), str):
        return str(turn["content"])
    raise RowProblem(
        field, "After the prompt this must be text, or one message of the assistant and no more."
    )


# OpenAI's comparisons of summaries.


def comparison_row(rows: Sequence[Value]) -> list[Value]:
    value = rows[0]
    summaries, choice = entries(value, "summaries"), value.get("choice")
    if isinstance(choice, bool) or not isinstance(choice, int) or not 0 <= choice < len(summaries):
        raise RowProblem(
            "choice", f"The choice must be the number of a summary, from 0 to {len(summaries) - 1}."
        )
    others = [place for place in range(len(summaries)) if place != choice]
    ranking = {"annotator": value.get("worker"), "groups": [[choice], others], "note": comparison_note(value)}
    answers = [{"text": entry.get("text"), "model": entry.get("policy")} for entry in summaries]
    own = {
        "prompt": summary_prompt(value),
        "id": comparison_id(value),
        "completions": answers,
        "rankings": [ranking],
    }
    return [{**{name: value[name] for name in ("domain", "priority") if name in value}, **own}]


def summary_prompt(value: Value) -> str:
    """Return the post as OpenAI's own models were asked to summarise it."""
    info = value.get("info")
    text = info.get("post") or info.get("article") if isinstance(info, dict) else None
    if not isinstance(info, dict) or not isinstance(text, str) or not text.strip():
        raise RowProblem("info", "“info” has neither a post nor an article.")
    heads = [("SUBREDDIT: r/", info.get("subreddit")), ("TITLE: ", info.get("title")), ("POST: ", text)]
    return "\n\n".join([*(f"{name}{part}" for name, part in heads if part), "TL;DR:"])


def comparison_id(value: Value) -> str:
    """Return an id of the comparison; that of the post is shared by all comparisons of its summaries."""
    told = json.dumps([value["info"], value["summaries"], value.get("worker")], sort_keys=True)
    return f"{value['info'].get('id') or 'comparison'}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def comparison_note(value: Value) -> str:
    extra = value.get("extra")
    confidence = extra.get("confidence") if isinstance(extra, dict) else None
    notes = [entry.get("note") for entry in entries(value, "summaries")]
    said = [f"Confidence {confidence}." if confidence is not None else "", *notes]
    return "\n".join(note for note in said if isinstance(note, str) and note.strip())


# Tables: the answers and their ranks in numbered columns.


def numbered_row(rows: Sequence[Value]) -> list[Value]:
    given = rows[0]
    value = {name: entry for name, entry in given.items() if not NUMBERED.fullmatch(name)}
    answers, ranks = numbers_of(given, "completion_"), numbers_of(given, "rank_")
    if answers:
        value["completions"] = [
            {"text": given[f"completion_{number}"], "model": given.get(f"model_{number}", "")}
            for number in answers
        ]
    if ranks:
        value["ranks"] = [rank_value(given.get(f"rank_{number}")) for number in sorted({*answers, *ranks})]
    return [value]


def numbers_of(given: Value, start: str) -> list[int]:
    """Return the numbers n of the columns called `start` + n."""
    ends = [name.removeprefix(start) for name in given if NUMBERED.fullmatch(name) and name.startswith(start)]
    return sorted(int(end) for end in ends)


def rank_value(cell: object) -> object:
    try:
        return float(cell) if isinstance(cell, str) else cell
    except ValueError:
        return cell


# NeMo RL's ranked completions.


def nemo_row(rows: Sequence[Value]) -> list[Value]:
    value = rows[0]
    given = entries(value, "completions")
    answers = [
        last_turn(entry.get("completion"), f"completions[{place}].completion")
        for place, entry in enumerate(given)
    ]
    ranks = [entry.get("rank") for entry in given]
    rest = {name: entry for name, entry in value.items() if name not in {"context", "completions"}}
    return [{**rest, "messages": value["context"], "completions": answers, "ranks": ranks}]


def is_nemo(value: Value) -> bool:
    given = value.get("completions")
    first = given[0] if isinstance(given, list) and given else None
    return isinstance(value.get("context"), list) and isinstance(first, dict) and "completion" in first


# OpenAssistant's conversation trees, whole or a message a row.


def tree_row(rows: Sequence[Value]) -> list[Value]:
    return list(tree_prompts(rows[0]["prompt"], []))


def message_rows(rows: Sequence[Value]) -> list[Value]:
    replies: dict[object, list[dict[str, Any]]] = defaultdict(list)
    nodes = [{**row, "replies": replies[row.get("message_id")]} for row in rows]
    for node in nodes:
        replies[node.get("parent_id")].append(node)
    roots = [node for node in nodes if node.get("parent_id") is None]
    if not roots:
        raise RowProblem("parent_id", "The first message of this conversation is not beside the others.")
    return [found for root in roots for found in tree_prompts(root, [])]


def tree_prompts(node: Value, before: list[dict[str, str]]) -> Iterator[Value]:
    """Yield a prompt for every turn of a person that was answered at least twice, with its ranked answers."""
    role = OASST_ROLES.get(str(node.get("role")))
    if role is None:
        raise RowProblem("role", f"The role {node.get('role')!r} is neither prompter nor assistant.")
    messages = [*before, {"role": role, "content": str(node.get("text", ""))}]
    replies = entries(node, "replies")
    answers = [reply for reply in replies if reply.get("role") == "assistant"]
    if role == "user" and len(answers) > 1:
        yield {"messages": messages, "id": node.get("message_id"), **tree_answers(answers)}
    for reply in replies:
        yield from tree_prompts(reply, messages)


def tree_answers(answers: Sequence[Value]) -> Value:
    """Return the answers, ranked where people ranked all of them; some were not, or not all."""
    completions = [
        {"id": answer.get("message_id"), "text": answer.get("text"), "model": answer.get("model_name")}
        for answer in answers
    ]
    ranks = [answer.get("rank") for answer in answers]
    ranked = {} if None in ranks else {"ranks": ranks, "annotator": "OpenAssistant"}
    return {"completions": completions, **ranked}


SHAPES = (
    Shape(
        "frozen",
        "Podium's own rankings",
        has("ranking_id", "prompt_id", "messages", "completions", "groups"),
        frozen_rows,
        frozenset(["ranking_id", "rationale", "revision", "split", "flags", "ratings", "is_gold"])
        | {"guideline_version", *RANKING_PARTS},
        together="prompt_id",
    ),
    Shape(
        "tree",
        "OpenAssistant's conversation trees",
        lambda value: isinstance(value.get("prompt"), dict) and "replies" in value["prompt"],
        tree_row,
        frozenset(OASST_UNUSED.split()),
    ),
    Shape(
        "messages",
        "OpenAssistant's messages, one a row",
        has("message_id", "message_tree_id", "role", "text"),
        message_rows,
        frozenset(OASST_UNUSED.split()),
        together="message_tree_id",
    ),
    Shape(
        "comparison",
        "OpenAI's comparisons of summaries",
        has("info", "summaries", "choice"),
        comparison_row,
        frozenset(["info", "summaries", "choice", "worker", "batch", "split", "extra"]),
    ),
    Shape(
        "numbered",
        "A table with numbered answers",
        lambda value: any(map(NUMBERED.fullmatch, value)),
        numbered_row,
        frozenset(f"{name}_{number}" for name in ("completion", "model", "rank") for number in range(100)),
    ),
    Shape("nemo", "NeMo RL's ranked completions", is_nemo, nemo_row, frozenset({"context"})),
    Shape(
        "ultrafeedback",
        "UltraFeedback's pairs",
        has("prompt", "chosen", "rejected", "score_chosen", "score_rejected"),
        preference_row,
    ),
    Shape(
        "transcript",
        "HH-RLHF's transcripts",
        lambda value: "prompt" not in value and is_transcript(value.get("chosen")),
        preference_row,
    ),
    Shape(
        "implicit",
        "Pairs with the prompt inside (trl)",
        lambda value: "chosen" in value and "prompt" not in value and "messages" not in value,
        preference_row,
    ),
    Shape("preference", "Pairs with their prompt (trl)", lambda value: "chosen" in value, preference_row),
    Shape("own", "Prompts, with or without answers", lambda value: True, as_it_is),
)
