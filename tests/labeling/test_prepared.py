"""Prepared statements give what the query sets they stand for give."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from labeling.accounts.models import AuditEntry, User
from labeling.prepared import Prepared, row_add, rows
from labeling.projects.models import Member, Project

pytestmark = pytest.mark.django_db

MINE = Prepared(
    lambda user, role: Member.objects.filter(user_id=user, role=role).select_related("project", "user"),
    UUID(int=1),
    "role",
)


def test_it_makes_the_models_with_what_they_belong_to(project: Project, alice: User) -> None:
    project.criteria = [{"key": "helpful", "label": "Helpful", "points": 5, "low": "", "high": ""}]
    project.domains = ["helpful", "harmless"]
    project.save()
    member = Member.objects.get(project=project, user=alice)
    with CaptureQueriesContext(connection) as asked:
        found = MINE.all(alice.id, "owner")
        assert [one.project.criteria for one in found] == [project.criteria]
        assert [one.project.domains for one in found] == [["helpful", "harmless"]]
        assert [one.user.email for one in found] == [alice.email]
    assert len(asked) == 1
    assert found == [member]
    assert MINE.first(alice.id, "owner") == member
    assert not found[0]._state.adding


def test_it_finds_nothing_for_other_values(project: Project, alice: User, bob: User) -> None:
    assert MINE.all(bob.id, "owner") == []
    assert MINE.first(alice.id, "reviewer") is None


def test_a_stand_in_that_the_query_set_changes_is_refused(project: Project) -> None:
    changed = Prepared(
        lambda user: Member.objects.filter(user_id=str(user)), "11111111-1111-1111-1111-111111111111"
    )
    with pytest.raises(ValueError, match="stand-in"):
        changed.all("x")


def test_rows_are_prepared_once_and_run_with_other_values() -> None:
    assert rows("SELECT %s::int + 1", [1]) == [(2,)]
    assert rows("SELECT %s::int + 1", [41]) == [(42,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::int + 1'")
        assert cursor.fetchone() == (1,)


def test_a_row_is_added_as_save_would_add_it(project: Project, alice: User) -> None:
    entry = AuditEntry(
        actor=alice, action="try", subject="project", subject_id=str(project.id), detail={"a": [1]}
    )
    row_add(entry)
    kept = AuditEntry.objects.get(action="try")
    assert (kept.actor, kept.subject_id, kept.detail, kept.at) == (
        alice,
        str(project.id),
        {"a": [1]},
        entry.at,
    )
    assert kept.pk
    assert not entry._state.adding
