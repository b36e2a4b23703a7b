"""A claim costs the same in a large project as in a small one, also for somebody far ahead of the others."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.tasks.claim import CLAIM, assignment_claim, claim_parameters
from labeling.tasks.models import Assignment
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
        guideline_version, skip_reason, skip_note)
    SELECT gen_random_uuid(), t.id, %(me)s, 'submitted', 1, '{}', %(past)s + t.position * interval '1 millisecond',
        %(past)s, 1, '', ''
    FROM tasks_task t WHERE t.project_id = %(project)s AND t.position <= %(done)s RETURNING id, task_id
)
UPDATE tasks_seat SET assignment_id = done.id, filled_at = now()
FROM done WHERE tasks_seat.task_id = done.task_id AND tasks_seat.number = 1
"""


def blocks_touched(project: Project, user: User, tasks: int, done: int) -> int:
    """Return how many blocks a claim reads in a project of `tasks`, `done` of which the person has ranked alone."""
    prompt = made_prompt(project)
    member = member_of(project, user)
    past = timezone.now() - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"project": project.id, "prompt": prompt.id, "tasks": tasks})
        cursor.execute(RANK_FIRST, {"project": project.id, "me": user.id, "past": past, "done": done})
        cursor.execute("ANALYZE tasks_task, tasks_seat, tasks_assignment")
        with transaction.atomic():
            parameters = claim_parameters(member, [], timezone.now())
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {CLAIM}", parameters)
            plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    import os
    if os.environ.get("SHOW"): print(json.dumps(plan[0]["Plan"], indent=1)[:20000]); print(plan[0]["Execution Time"], plan[0]["Planning Time"])
    return int(plan[0]["Plan"]["Shared Hit Blocks"]) + int(plan[0]["Plan"]["Shared Read Blocks"])


@pytest.mark.parametrize("share_done", [0.0, 0.5])
def test_it_costs_the_same_in_a_large_project(
    project: Project, alice: User, bob: User, share_done: float
) -> None:
    small = blocks_touched(project, bob, tasks=500, done=int(500 * share_done))
    Project.objects.filter(pk=project.pk).update(status="active")
    other = Project.objects.create(name="Large", domains=["helpful"], overlap=3)
    print("SMALL", small)
    from labeling.projects.services import guideline_save
    from labeling.projects.models import Member
    guideline_save(project=other, text="", user=alice)
    Member.objects.create(project=other, user=bob, role="annotator")
    large = blocks_touched(other, bob, tasks=30_000, done=int(30_000 * share_done))
    print("LARGE", large)
    assert large < 3 * small
