"""Look after imports whose worker died, and drafts that nobody came back to."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from labeling.prompts.models import Import
from labeling.rankings.import_service import IMPORT_TASK, draft_discard, import_defer_now

logger = logging.getLogger(__name__)

DRAFTS_KEPT = timedelta(days=7)


def imports_sweep() -> None:
    """Give every import that is under way a job again, and forget old drafts with their files."""
    waiting = Import.objects.filter(status__in=Import.WITH_A_JOB).exclude(pk__in=imports_with_jobs())
    for import_id in waiting.values_list("pk", flat=True):
        logger.warning("import %s has no worker: queued its job again", import_id)
        import_defer_now(import_id)
    left = timezone.now() - DRAFTS_KEPT
    for draft in Import.objects.filter(status=Import.Status.DRAFT, created_at__lt=left):
        draft_discard(source=draft)


def imports_with_jobs() -> set[UUID]:
    jobs = ProcrastinateJob.objects.filter(task_name=IMPORT_TASK, status__in=["todo", "doing"])
    return {UUID(args["import_id"]) for args in jobs.values_list("args", flat=True)}
