"""Undo an import: all it brought goes, as long as nobody has ranked any of it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.problems import Conflict
from labeling.prompts.import_store import folder_remove
from labeling.prompts.models import Import, Prompt
from labeling.rankings.import_service import draft_discard, import_audit, import_defer, status_move
from labeling.rankings.models import Ranking
from labeling.tasks.models import Assignment, Seat

PROMPTS_AT_ONCE = 1000
REMOVABLE = {
    Import.Status.COMPLETE,
    Import.Status.FAILED,
    Import.Status.CANCELLED,
    Import.Status.DRAFT,
}


def import_remove(*, source: Import, user: User) -> Import | None:
    """Remove what the import brought: at once when it is little, else by the worker. None: it was only a draft."""
    if source.status == Import.Status.DRAFT:
        draft_discard(source=source)
        return None
    with transaction.atomic():
        status_move(source, REMOVABLE, Import.Status.REMOVING)
        take_seats_away(source)
        source.removed_by = user
        source.save(update_fields=["removed_by"])
        import_audit(source, user, "remove")
        if Prompt.objects.filter(source=source).count() > PROMPTS_AT_ONCE:
            import_defer(source.pk)
        else:
            prompts_remove(source)
    return source


def take_seats_away(source: Import) -> None:
    """Close the queue to the import's tasks; Conflict when somebody has ranked one or holds one now."""
    # The locks wait for claims under way; whoever comes after finds no seat.
    list(Seat.objects.select_for_update().filter(task__prompt__source=source).values_list("id", flat=True))
    assignments = Assignment.objects.filter(task__prompt__source=source)
    ranked = assignments.filter(status=Assignment.Status.SUBMITTED).count()
    if ranked:
        raise Conflict(
            f"{ranked} of its tasks have been ranked." if ranked > 1 else "One of its tasks has been ranked.",
            hint="What people have given is kept: an import can be removed only before its first ranking.",
        )
    held = assignments.filter(status=Assignment.Status.LEASED, lease_until__gte=timezone.now()).count()
    if held:
        raise Conflict(
            f"Somebody is ranking {held} of its tasks now.",
            hint="Pause the project, and remove the import when their time has run out.",
        )
    Seat.objects.filter(task__prompt__source=source).delete()


def removal_run(*, import_id: UUID) -> None:
    """Go on with a removal that the worker was given; killed, it goes on from where it was."""
    source = Import.objects.filter(pk=import_id, status=Import.Status.REMOVING).first()
    while source is not None and source.status == Import.Status.REMOVING:
        prompts_remove(source)


@transaction.atomic
def prompts_remove(source: Import) -> None:
    """Remove some prompts with all that hangs on them; with the last of them the import is removed."""
    ids = list(
        Prompt.objects.filter(source=source).order_by("id").values_list("id", flat=True)[:PROMPTS_AT_ONCE]
    )
    Ranking.objects.filter(task__prompt__in=ids).delete()
    Prompt.objects.filter(pk__in=ids).delete()
    if Prompt.objects.filter(source=source).exists():
        return
    source.status = Import.Status.REMOVED
    source.ended_at = timezone.now()
    source.save(update_fields=["status", "ended_at"])
    transaction.on_commit(lambda: folder_remove(source.pk))
