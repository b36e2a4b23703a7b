"""Bring an import in: check everything, write it batch by batch, open its seats when all is there.

A batch, the place it reaches and its counts are one transaction, and the next one begins at that place: a worker or a
database that is killed costs at most the batch that was under way, and nothing comes in twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils import timezone

from labeling.accounts.services import audit_add
from labeling.problems import FieldProblem, Problem
from labeling.projects.models import Project
from labeling.prompts.import_findings import Findings
from labeling.prompts.import_store import folder_remove
from labeling.prompts.models import Import
from labeling.rankings.import_check import Checked, Tally, import_check, refusal, report_path
from labeling.rankings.import_known import known_as, same_before
from labeling.rankings.import_parsing import Parser
from labeling.rankings.import_source import Batch, Place, source_of
from labeling.rankings.import_write import rows_write
from labeling.rankings.overlap import seats_open

logger = logging.getLogger(__name__)

ROWS_AT_ONCE = 2000
Leaving = Callable[[], bool]


class Halted(Exception):  # noqa: N818  names what happened
    """The import is no more to be run by this worker: it was cancelled, or the worker is asked to end."""


def import_run(*, import_id: UUID, leaving: Leaving = lambda: False) -> None:
    """Do what is left to do of a queued or running import; of any other, nothing."""
    source = Import.objects.select_related("project", "created_by").filter(pk=import_id).first()
    if source is None or source.status not in {Import.Status.QUEUED, Import.Status.RUNNING}:
        return
    try:
        import_run_on(source, leaving)
    except Halted:
        logger.info("import %s: left at row %d", import_id, source.rows_done)
    except Problem as problem:
        import_fail(source, problem)
    except OperationalError:
        raise  # The database is away: the sweep queues the import again.
    except Exception:
        logger.exception("import %s failed", import_id)
        message = "The server met an error that it did not expect; its log has the details."
        import_fail(source, Problem(message, hint="Resume the import, or remove it."))


def import_run_on(source: Import, leaving: Leaving) -> None:
    if not source.checkpoint:
        change_while_wanted(source, status=Import.Status.RUNNING)
        checked = import_check(source, heard=lambda rows: note_read(source, rows, leaving))
        keep_findings(source, checked)
    import_write(source, leaving)


def note_read(source: Import, rows: int, leaving: Leaving) -> None:
    if leaving():
        raise Halted
    change_while_wanted(source, rows_total=rows)


def change_while_wanted(source: Import, **changes: Any) -> None:
    """Change the import's row unless somebody has cancelled it."""
    for name, value in changes.items():
        setattr(source, name, value)
    wanted = Import.objects.filter(pk=source.pk, status__in=[Import.Status.QUEUED, Import.Status.RUNNING])
    if not wanted.update(**changes):
        raise Halted


def keep_findings(source: Import, checked: Checked) -> None:
    """Note what the check found, and refuse the file where its bad lines are not to be left out."""
    refused = checked.problems.total and source.bad_lines == Import.BadLines.REFUSE
    change_while_wanted(
        source,
        rows_total=checked.tally.rows,
        problems=listed(checked.problems.listed),
        warnings=listed(checked.warned),
        counts=checked.tally.counts() if refused else {"bad": checked.tally.bad},
    )
    if refused:
        raise refusal(checked.problems)


def listed(found: list[FieldProblem]) -> list[dict[str, Any]]:
    return [{"line": item.line, "field": item.field, "message": item.message} for item in found]


def import_write(source: Import, leaving: Leaving = lambda: False) -> None:
    """Write everything behind the checkpoint, then complete the import."""
    parser = Parser.of(source.project, Findings(), Findings())
    after = Place(**source.checkpoint)
    for batch in source_of(source).batches(parser, after=after, size=ROWS_AT_ONCE):
        if leaving():
            raise Halted
        batch_write(source, batch)
    import_complete(source)


@transaction.atomic
def batch_write(source: Import, batch: Batch) -> None:
    """Write a batch with the place it reaches; locks the project, so that no other import takes the same ids."""
    now = locked(source)
    known = known_as(source, batch.rows)
    repeats = same_before(source) is not None
    rows = [row for row in batch.rows if row.prompt.external_id not in known and not repeats]
    rows_write(source, rows)
    tally = Tally(**{name: now.counts.get(name, 0) for name in Tally().counts()})
    for row in rows:
        tally.add(row)
    tally.rows += batch.raws
    tally.duplicates += len(batch.rows) - len(rows)
    source.counts = tally.counts()
    source.checkpoint = {"file": batch.end.file, "line": batch.end.line}
    source.rows_done = now.rows_done + batch.raws
    source.save(update_fields=["counts", "checkpoint", "rows_done"])


def locked(source: Import) -> Import:
    """Lock the project and the import; Halted where it is no more wanted, or another worker has taken it further."""
    Project.objects.select_for_update(no_key=True).get(pk=source.project_id)
    now = Import.objects.select_for_update(of=("self",)).get(pk=source.pk)
    wanted = {Import.Status.QUEUED, Import.Status.RUNNING, Import.Status.DRAFT}
    if now.status not in wanted or now.checkpoint != source.checkpoint:
        raise Halted
    return now


@transaction.atomic
def import_complete(source: Import) -> None:
    """Give the tasks out: all seats of the import are opened at once."""
    locked(source)
    source.status = Import.Status.COMPLETE
    source.ended_at = timezone.now()
    source.problem = ""
    source.save(update_fields=["status", "ended_at", "problem"])
    seats_open(source=source)
    audit_add(
        actor=source.created_by,
        action="import",
        subject="import",
        subject_id=source.pk,
        project_id=source.project_id,
        detail={"file_name": source.file_name, "sha256": source.sha256, **source.counts},
    )
    transaction.on_commit(lambda: files_forget(source))


def files_forget(source: Import) -> None:
    """Remove the files of an import that needs them no more; the report of its bad lines stays."""
    report = report_path(source)
    kept = report.read_bytes() if report.exists() else b""
    folder_remove(source.pk)
    if kept:
        report.parent.mkdir(parents=True)
        report.write_bytes(kept)


def import_fail(source: Import, problem: Problem) -> None:
    Import.objects.filter(pk=source.pk, status__in=Import.WITH_A_JOB).update(
        status=Import.Status.FAILED,
        problem=f"{problem.message} {problem.hint}".strip(),
        problems=listed(problem.fields) or source.problems,
        ended_at=timezone.now(),
    )
