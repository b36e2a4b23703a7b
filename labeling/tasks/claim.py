"""Claim a seat in one SQL statement whose cost does not grow with the project.

The statement looks at three places, in this order, and stops at the first free seat: the front of the queue (a fixed
number of unfilled seats, which is where urgent tasks and seats that came free are), the seats after the person's last
claim, and everything. A person far ahead of the others thus never walks again over all the tasks they have ranked;
only who has ranked everything else does, once before the answer "nothing left".
SKIP LOCKED makes two claims at the same moment take two seats; the row of the member, locked before, makes two claims
of one person wait for each other.

Where the draw says gold, the same statement takes a gold task that the person has not had, if there is one; where it says
repeat, an ordinary task that the person ranked a while ago. Neither needs a seat: nobody else can take what is given to
one person. Where the person practises first, practice tasks come instead: see `practice`. A repeat is looked for among a fixed number of the person's own assignments, by their index.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Q
from django.utils import timezone

from labeling.prepared import Prepared, rows
from labeling.problems import NotFound
from labeling.projects.models import Member, Project
from labeling.prompts.models import Prompt
from labeling.tasks.draw import Drawn, drawn
from labeling.tasks.models import IS_PERSONAL, Assignment, PracticeRound, Seat, Task
from labeling.tasks.practice import practice_due, practice_next
from labeling.tasks.selectors import ranked_by
from labeling.tasks.shown import ORDER_SHOWN

Reason = Literal["", "finished", "held", "holding", "quota", "paused", "member_paused", "practice"]
MEMBER_PAUSED = "An owner of the project has paused you: you get no new tasks. What you have ranked is kept."
MOST_LEASES = 2
FRONT = 200
REPEAT_AFTER_TASKS = 10
"""At least so many other tasks lie between a task and its repeat: nobody remembers that far what they said."""
REPEAT_AFTER = timedelta(hours=1)
"""And at least so long, for somebody quick."""
REPEAT_FROM = 200
"""A repeat is one of so many tasks that come before those."""

# The planner may have no statistics yet of a project that was filled a second ago, and would then sort, join or scan whole
# tables. It is left no choice: without sorts it walks the queue's index in order, and the forms below (a scalar subquery
# where NOT EXISTS would read better, IS NOT DISTINCT FROM, OFFSET 0, LATERAL) cannot be turned into other joins. So one
# plan is good for every project, and PostgreSQL is told to keep it: planning anew took as long as the claim itself.
LOCK_MEMBER = """
SELECT paused_at, set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
    set_config('plan_cache_mode', 'force_generic_plan', true)
FROM projects_member WHERE id = %s FOR UPDATE
"""

ASSIGNMENT = [field.attname for field in Assignment._meta.concrete_fields]

QUEUE = "s.project_id = %(project)s AND s.filled_at IS NULL"
ORDER = "ORDER BY s.priority DESC, s.position, s.number"
NOT_MINE = """(
        SELECT a.status = 'leased' AND a.lease_until < %(now)s AND a.id <> ALL(%(held)s::uuid[])
        FROM tasks_assignment a WHERE a.task_id = s.task_id AND a.annotator_id IS NOT DISTINCT FROM %(me)s
        AND a.repeats_id IS NULL AND a.practice_round_id IS NULL
    ) IS NOT FALSE"""
# Gold tasks have no seats that an import could open when it is complete.
WHOLE = """NOT EXISTS (
        SELECT FROM prompts_prompt p JOIN prompts_import i ON i.id = p.source_id
        WHERE p.id = t.prompt_id AND i.status <> 'complete'
    )"""
FREE = "(s.assignment_id IS NULL OR s.lease_until < %(now)s)"
LOCK = "LIMIT 1 FOR UPDATE OF s SKIP LOCKED"

CLAIM = f"""
WITH last AS (
    SELECT t.priority, t.position FROM tasks_assignment a
    CROSS JOIN LATERAL (SELECT * FROM tasks_task WHERE id = a.task_id OFFSET 0) t
    WHERE a.annotator_id = %(me)s AND t.project_id = %(project)s AND t.kind = 'ordinary'
    AND a.repeats_id IS NULL AND a.practice_round_id IS NULL
    ORDER BY a.leased_at DESC LIMIT 1
), past AS (
    SELECT a.id, a.task_id, a.status, a.ended_at, a.repeats_id, t.kind FROM tasks_assignment a
    CROSS JOIN LATERAL (SELECT * FROM tasks_task WHERE id = a.task_id OFFSET 0) t
    WHERE %(drawn)s = 'repeat' AND a.annotator_id = %(me)s AND t.project_id = %(project)s
    ORDER BY a.leased_at DESC OFFSET {REPEAT_AFTER_TASKS} LIMIT {REPEAT_FROM}
), repeat AS (
    SELECT NULL::bigint AS id, p.task_id, p.id AS repeats FROM past p
    WHERE p.status = 'submitted' AND p.kind = 'ordinary' AND p.repeats_id IS NULL AND p.ended_at < %(long_ago)s
    AND (SELECT a.id FROM tasks_assignment a WHERE a.repeats_id = p.id) IS NULL
    ORDER BY hashtextextended(p.id::text, %(seed)s) LIMIT 1
), gold AS (
    SELECT NULL::bigint AS id, t.id AS task_id, NULL::uuid AS repeats FROM tasks_task t
    WHERE %(drawn)s = 'gold' AND t.project_id = %(project)s AND t.kind = 'gold' AND {WHOLE}
    AND (
        SELECT a.id FROM tasks_assignment a
        WHERE a.task_id = t.id AND a.annotator_id = %(me)s AND a.repeats_id IS NULL LIMIT 1
    ) IS NULL
    ORDER BY hashtextextended(t.id::text, %(seed)s) LIMIT 1
), personal AS (
    SELECT * FROM repeat UNION ALL SELECT * FROM gold
), front AS (
    SELECT seat.id, seat.task_id FROM (
        SELECT s.id AS candidate, s.task_id, s.assignment_id, s.lease_until FROM tasks_seat s
        WHERE {QUEUE} {ORDER} LIMIT {FRONT}
    ) s
    CROSS JOIN LATERAL (
        SELECT s.id, s.task_id FROM tasks_seat s WHERE s.id = candidate AND s.filled_at IS NULL AND {FREE} {LOCK}
    ) seat WHERE {FREE} AND {NOT_MINE} AND NOT EXISTS (SELECT FROM personal) LIMIT 1
), ahead AS (
    SELECT s.id, s.task_id FROM tasks_seat s
    WHERE NOT EXISTS (SELECT FROM personal) AND NOT EXISTS (SELECT FROM front)
    AND {QUEUE} AND {FREE} AND {NOT_MINE}
    AND s.priority = (SELECT priority FROM last) AND s.position > (SELECT position FROM last) {ORDER} {LOCK}
), anywhere AS (
    SELECT s.id, s.task_id FROM tasks_seat s
    WHERE NOT EXISTS (SELECT FROM personal) AND NOT EXISTS (SELECT FROM front) AND NOT EXISTS (SELECT FROM ahead)
    AND {QUEUE} AND {FREE} AND {NOT_MINE} {ORDER} {LOCK}
), picked AS (
    SELECT * FROM personal
    UNION ALL SELECT id, task_id, NULL FROM front
    UNION ALL SELECT id, task_id, NULL FROM ahead
    UNION ALL SELECT id, task_id, NULL FROM anywhere
), leased AS (
    INSERT INTO tasks_assignment (id, task_id, annotator_id, status, order_seed, display_order, leased_at, lease_until,
        guideline_version, skip_reason, skip_note, repeats_id)
    SELECT %(id)s, picked.task_id, %(me)s, 'leased', %(seed)s,
        ARRAY(
            SELECT c.completion_id FROM tasks_task_completions c WHERE c.task_id = picked.task_id
            ORDER BY {ORDER_SHOWN.format(seed="%(seed)s::bigint", completion="c.completion_id")}
        ),
        %(now)s, %(until)s,
        (SELECT COALESCE(max(g.version), 1) FROM projects_guideline g WHERE g.project_id = %(project)s), '', '',
        picked.repeats
    FROM picked
    ON CONFLICT (task_id, annotator_id) WHERE repeats_id IS NULL AND practice_round_id IS NULL
    DO UPDATE SET leased_at = EXCLUDED.leased_at, lease_until = EXCLUDED.lease_until,
        guideline_version = EXCLUDED.guideline_version
    RETURNING {", ".join(ASSIGNMENT)}
), seated AS (
    UPDATE tasks_seat SET assignment_id = (SELECT id FROM leased), lease_until = %(until)s
    WHERE id = (SELECT id FROM picked) RETURNING id
)
SELECT leased.*, t.kind, t.prompt_id, p.domain, p.messages, p.context,
    ARRAY(
        SELECT c.text FROM unnest(leased.display_order) WITH ORDINALITY shown (id, place)
        CROSS JOIN LATERAL (SELECT * FROM prompts_completion WHERE id = shown.id OFFSET 0) c ORDER BY shown.place
    )
FROM leased LEFT JOIN seated ON true
CROSS JOIN LATERAL (SELECT * FROM tasks_task WHERE id = leased.task_id OFFSET 0) t
CROSS JOIN LATERAL (SELECT * FROM prompts_prompt WHERE id = t.prompt_id OFFSET 0) p
"""  # noqa: S608  made of the constants above

WAIT = f"""
SELECT count(*), min(GREATEST(COALESCE(s.lease_until, %(now)s), %(now)s)) FROM tasks_seat s
WHERE {QUEUE} AND {NOT_MINE}
"""  # noqa: S608  made of the constants above


# A lease that ran out counts for as long as nobody has taken the seat.
HOLDINGS = Prepared(
    lambda me, project: (
        Assignment.objects.filter(
            Q(seat__isnull=False) | IS_PERSONAL,
            Q(practice_round=None) | Q(practice_round__status=PracticeRound.Status.OPEN),
            annotator_id=me,
            status=Assignment.Status.LEASED,
            task__project_id=project,
        )
        .select_related("task__prompt")
        .order_by("leased_at")
    ),
    UUID(int=1),
    UUID(int=2),
)
"""What the person holds in the project."""


@dataclass(frozen=True)
class Claim:
    """An assignment to work on, or why there is none."""

    assignment: Assignment | None
    reason: Reason = ""
    message: str = ""
    retry_after_s: int | None = None


@transaction.atomic
def assignment_claim(*, member: Member, held: Sequence[UUID] = (), practise: bool = False) -> Claim:
    """Return an assignment the person holds beside those in `held`, else claim the next seat of the queue.

    `practise` begins another round of practice after one that was not passed.
    """
    project = member.project
    member_lock(member)
    if project.status != Project.Status.ACTIVE:
        return Claim(None, "paused", f"This project is {project.status}: no tasks are given out at present.")
    now = timezone.now()
    holding = HOLDINGS.all(member.user_id, member.project_id)
    for assignment in holding:
        assignment.task.project = project
        if assignment.id not in held and lease_extend(assignment, now):
            return Claim(assignment)
    if member.paused_at is not None:
        return Claim(None, "member_paused", MEMBER_PAUSED)
    if practice_due(member=member, now=now):
        return Claim(*practice_next(member=member, again=practise, now=now))
    if len(holding) >= MOST_LEASES:
        return Claim(
            None, "holding", f"You hold {len(holding)} tasks already: rank or skip one of them first."
        )
    if quota_reached(member, len(holding)):
        return Claim(
            None,
            "quota",
            f"You have taken all {project.quota_per_person} tasks that one person may rank here.",
        )
    return claim_next(member, held, now)


def member_lock(member: Member) -> None:
    """Make other claims and submits of the person here wait, read whether they are paused, and walk indexes from now on."""
    found = rows(LOCK_MEMBER, [member.id])
    if not found:
        raise NotFound("You are no longer a member of this project.", hint="Ask its owner to add you again.")
    member.paused_at = found[0][0]


def quota_reached(member: Member, leased: int) -> bool:
    quota = member.project.quota_per_person
    if quota is None:
        return False
    return ranked_by(member.user_id, member.project_id)[0] + leased >= quota


def lease_extend(assignment: Assignment, now: datetime) -> bool:
    """Lease the seat anew from now; False when somebody has taken it since."""
    until = now + timedelta(minutes=assignment.task.project.lease_minutes)
    seats = Seat.objects.filter(assignment=assignment, filled_at__isnull=True)
    if not seats.update(lease_until=until) and not assignment.is_personal:
        return False
    assignment.lease_until = until
    assignment.save(update_fields=["lease_until"])
    return True


def claim_next(member: Member, held: Sequence[UUID], now: datetime) -> Claim:
    parameters = claim_parameters(member, held, now)
    found = rows(CLAIM, parameters)
    if not found:
        return nothing_to_claim(parameters)
    return Claim(assignment_read(found[0], member.project))


def assignment_read(row: tuple[Any, ...], project: Project) -> Assignment:
    """Return a row of the claim as the assignment with its task, prompt and answers; what it lacks is read when asked for."""
    assignment = Assignment.from_db(DEFAULT_DB_ALIAS, ASSIGNMENT, row[: len(ASSIGNMENT)])
    kind, prompt_id, domain, messages, context, texts = row[len(ASSIGNMENT) :]
    prompt = [prompt_id, project.id, domain, json.loads(messages), json.loads(context)]
    task = Task.from_db(
        DEFAULT_DB_ALIAS,
        ["id", "project_id", "prompt_id", "kind"],
        [assignment.task_id, project.id, prompt_id, kind],
    )
    task.project = project
    task.prompt = Prompt.from_db(
        DEFAULT_DB_ALIAS, ["id", "project_id", "domain", "messages", "context"], prompt
    )
    task.texts = dict(zip(assignment.display_order, texts, strict=True))
    assignment.task = task
    return assignment


def claim_parameters(member: Member, held: Sequence[UUID], now: datetime) -> dict[str, Any]:
    return {
        "me": member.user_id,
        "project": member.project_id,
        "held": list(held),
        "now": now,
        "until": now + timedelta(minutes=member.project.lease_minutes),
        "id": uuid4(),
        "seed": secrets.randbits(62),
        "drawn": draw_for(member),
        "long_ago": now - REPEAT_AFTER,
    }


def draw_for(member: Member) -> Drawn:
    """Draw what comes next. Without gold and repeats nothing hangs on what came before, and it is not asked for."""
    project = member.project
    after = last_assignment(member) if project.measuring_share else member.user_id
    return drawn(
        seed=project.draw_seed,
        after=after,
        gold_share=project.gold_share,
        repeat_share=project.repeat_share,
    )


def last_assignment(member: Member) -> UUID:
    """Return what the draw follows: the person's newest assignment here, before the first one the person."""
    mine = Assignment.objects.filter(annotator_id=member.user_id, task__project_id=member.project_id)
    return mine.order_by("-leased_at").values_list("id", flat=True).first() or member.user_id


def nothing_to_claim(parameters: dict[str, Any]) -> Claim:
    waiting, soonest = rows(WAIT, parameters)[0]
    if not waiting:
        return Claim(None, "finished", "Every task that is open to you has been ranked.")
    seconds = max(1, round((soonest - parameters["now"]).total_seconds()))
    message = "Others hold the remaining tasks. One may come free when its time runs out."
    return Claim(None, "held", message, retry_after_s=seconds)
