"""A claim costs the same in a large project as in a small one, also for somebody far ahead of the others."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.tasks.claim import CLAIM, claim_parameters, member_lock
from labeling.tasks.models import Assignment, RankedDay
from labeling.tasks.selectors import RANKED, ranked_by
from tests.made import made_prompt, member_of

pytestmark = pytest.mark.django_db

FILL = """
WITH task AS (
    INSERT INTO tasks_task (id, project_id, prompt_id, priority, position, created_at)
    SELECT gen_random_uuid(), %(project)s, %(prompt)s, 0, number, now() FROM generate_series(1, %(tasks)s) AS number
    RETURNING id, position
), seat AS (
    INSERT INTO tasks_seat (task_id, number, project_id, priority, position)
    SELECT task.id, number, %(project)s, 0, task.position FROM task, generate_series(1, 3) AS number
    RETURNING id, task_id, position, number
)
SELECT count(*) FROM seat
"""
RANK_FIRST = """
WITH done AS (
    INSERT INTO tasks_assignment (id, task_id, annotator_id, status, order_seed, display_order, leased_at, lease_until,
        ended_at, guideline_version, skip_reason, skip_note)
    SELECT gen_random_uuid(), t.id, %(me)s, 'submitted', 1, '{}', %(past)s + t.position * interval '1 minute',
        %(past)s, %(past)s + t.position * interval '1 minute', 1, '', ''
    FROM tasks_task t WHERE t.project_id = %(project)s AND t.position <= %(done)s RETURNING id, task_id
)
UPDATE tasks_seat SET assignment_id = done.id, filled_at = now()
FROM done WHERE tasks_seat.task_id = done.task_id AND tasks_seat.number = 1
"""


def fill(project: Project, user: User, tasks: int, done: int) -> None:
    """Give the project so many tasks with three seats, of which the person has ranked the first ones, alone."""
    past = timezone.now() - timedelta(days=30)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"project": project.id, "prompt": made_prompt(project).id, "tasks": tasks})
        # Without statistics the planner may take the seats for a handful and look through all of them for every task.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(RANK_FIRST, {"project": project.id, "me": user.id, "past": past, "done": done})
        cursor.execute("SET LOCAL enable_nestloop = on")


def as_prepared(statement: str, values: dict[str, Any]) -> tuple[str, str]:
    """Return a statement that PostgreSQL plans once for all values, and its running with these."""
    names = list(values)
    numbered = re.sub(r"%\((\w+)\)s", lambda found: f"${names.index(found[1]) + 1}", statement)
    with psycopg.ClientCursor(connection.connection) as cursor:
        given = cursor.mogrify(", ".join(["%s"] * len(names)), list(values.values()))
    types = {"held": "uuid[]", "seed": "bigint", "drawn": "text"}
    kinds = [
        types.get(name, "timestamptz" if isinstance(values[name], datetime) else "uuid") for name in names
    ]
    return f"PREPARE asked ({', '.join(kinds)}) AS {numbered}", f"EXECUTE asked ({given})"


def blocks_touched(project: Project, user: User, kind: str = "ordinary") -> int:
    """Return how many blocks the next claim looks at, when this kind is drawn."""
    member = member_of(project, user)
    prepare, run = as_prepared(CLAIM, claim_parameters(member, [], timezone.now()) | {"drawn": kind})
    with transaction.atomic(), connection.cursor() as cursor:
        member_lock(member)  # which also says how to plan
        cursor.execute(prepare)
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {run}")
        found = cursor.fetchone()[0][0]["Plan"]
        cursor.execute("DEALLOCATE asked")
    return int(found["Shared Hit Blocks"]) + int(found["Shared Read Blocks"])


@pytest.mark.parametrize("analyzed", [True, False])
@pytest.mark.parametrize("done", [0, 15_000, 29_999])
def test_it_looks_at_few_blocks_of_a_large_project(
    project: Project, bob: User, done: int, analyzed: bool
) -> None:
    # Walking over the two open seats of every task ranked already would look at some 100,000 blocks at 15,000 tasks.
    fill(project, bob, tasks=30_000, done=done)
    if analyzed:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE tasks_task, tasks_seat, tasks_assignment")
    assert blocks_touched(project, bob) < 5_000


@pytest.mark.parametrize("analyzed", [True, False])
def test_it_looks_at_few_blocks_for_a_repeat(project: Project, bob: User, analyzed: bool) -> None:
    fill(project, bob, tasks=30_000, done=15_000)
    if analyzed:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE tasks_task, tasks_seat, tasks_assignment")
    assert blocks_touched(project, bob, "repeat") < 5_000
    assert Assignment.objects.filter(repeats__isnull=False).count() == 1


def test_what_a_person_ranked_is_counted_without_a_look_at_each(project: Project, bob: User) -> None:
    fill(project, bob, tasks=2_000, done=1_500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tasks_rankedday")
    values: dict[str, Any] = {"today": timezone.now().date(), "me": bob.id, "project": project.id}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {RANKED}", values)
        found = cursor.fetchone()[0][0]["Plan"]["Plans"][0]
        assert found["Relation Name"] == "tasks_rankedday"
        assert found["Actual Rows"] == RankedDay.objects.count() <= 3
    assert ranked_by(bob.id, project.id) == (1_500, 0)
