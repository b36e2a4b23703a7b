"""Reads of a project's audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from labeling.accounts.models import AuditEntry, User
from labeling.projects.audit_words import audit_words
from labeling.projects.models import Project

ROWS_AT_ONCE = 1000
GONE = "somebody who is gone"


class AuditRow(NamedTuple):
    id: int
    at: datetime
    person: User | None
    action: str
    subject: str
    subject_id: str
    words: str


def audit_of(
    project: Project, *, person: UUID | None = None, action: str = "", subject: str = ""
) -> QuerySet[AuditEntry]:
    """Return the project's entries, the newest first."""
    asked = {"actor_id": person, "action": action, "subject": subject}
    chosen = {name: value for name, value in asked.items() if value}
    found = AuditEntry.objects.filter(project_id=project.pk, **chosen)
    return found.select_related("actor").order_by("-at", "-id")


def audit_rows(entries: Iterable[AuditEntry]) -> list[AuditRow]:
    """Return the entries in words; the people they are about are read in one statement."""
    entries = list(entries)
    about = {entry.detail["user"] for entry in entries if "user" in entry.detail}
    names = {str(user.pk): user.name for user in User.objects.filter(pk__in=about)}
    return [audit_row(entry, names.get(entry.detail.get("user", ""), GONE)) for entry in entries]


def audit_row(entry: AuditEntry, who: str) -> AuditRow:
    words = audit_words(subject=entry.subject, action=entry.action, detail=entry.detail, who=who)
    return AuditRow(entry.pk, entry.at, entry.actor, entry.action, entry.subject, entry.subject_id, words)


def audit_all(entries: QuerySet[AuditEntry]) -> Iterator[AuditRow]:
    """Yield every row, some at a time: for a download."""
    chunk: list[AuditEntry] = []
    for entry in entries.iterator(chunk_size=ROWS_AT_ONCE):
        chunk.append(entry)
        if len(chunk) == ROWS_AT_ONCE:
            yield from audit_rows(chunk)
            chunk = []
    yield from audit_rows(chunk)


def audit_people(project: Project) -> QuerySet[User]:
    """Return who has done something in the project, those who have left too."""
    theirs = AuditEntry.objects.filter(project_id=project.pk, actor=OuterRef("pk"))
    return User.objects.filter(Exists(theirs)).order_by("name", "id")
