"""The passages a prompt comes with: what its answers must rest on. Pure."""

from __future__ import annotations

Passage = dict[str, str]
MOST_PASSAGES = 50
LONGEST_TITLE = 500


class PassageProblem(ValueError):  # noqa: N818  the house word
    """A passage that cannot be used: where it is, as `[place].name`, and what is wrong."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


def passages_of(given: object) -> list[Passage]:
    """Return the passages of one text, a list of texts, or a list of {"title", "text"}; raise PassageProblem."""
    if given is None or given == "":
        return []
    entries = [given] if isinstance(given, str) else given
    if not isinstance(entries, list):
        raise PassageProblem(
            "", "The context must be a list of passages, each text or an object with a text."
        )
    if len(entries) > MOST_PASSAGES:
        raise PassageProblem(
            "", f"{len(entries)} passages are more than the {MOST_PASSAGES} a prompt can have."
        )
    return [passage_of(entry, f"[{place}]") for place, entry in enumerate(entries)]


def passage_of(given: object, place: str) -> Passage:
    entry = {"text": given} if isinstance(given, str) else given
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or not entry["text"].strip():
        raise PassageProblem(
            place, 'A passage must be text that is not empty, or {"title": "…", "text": "…"}.'
        )
    title = entry.get("title") or ""
    if not isinstance(title, str) or len(title) > LONGEST_TITLE:
        raise PassageProblem(
            f"{place}.title", f"A passage's title must be text of at most {LONGEST_TITLE} characters."
        )
    return {"title": title.strip(), "text": entry["text"]}
