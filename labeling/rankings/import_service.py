"""What people do with imports: open, start, cancel, resume, and all of it in one step for a script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.problems import Conflict, FieldProblem, Problem
from labeling.projects.models import Project
from labeling.projects.selectors import HIDDEN_IMPORTS
from labeling.prompts.import_file import Format
from labeling.prompts.import_mapping import mapping_checked
from labeling.prompts.import_store import file_store, folder_remove
from labeling.prompts.models import Import
from labeling.rankings.import_check import Checked, import_check, refusal
from labeling.rankings.import_run import import_write, listed

IMPORT_TASK = "import_run"
OPTIONS = ["mapping", "domain", "known", "bad_lines"]
AT_ONCE_BYTES = 4 * 2**20
"""A larger file comes in by the worker."""


@dataclass(frozen=True)
class Options:
    """How a file is to be read, and what becomes of rows that are known or bad."""

    mapping: dict[str, Any] = field(default_factory=dict)
    domain: str = ""
    known: str = Import.Known.SKIP
    bad_lines: str = Import.BadLines.REFUSE


def import_open(
    *, project: Project, user: User, file_name: str, chunks: Iterable[bytes], format: Format = "auto"
) -> Import:
    """Keep a file until the person says what is to become of it; nothing of it is in the project yet."""
    source = import_new(project, user, file_name, format)
    source.sha256, source.size = file_store(import_id=source.pk, name=file_name, chunks=chunks)
    source.save(force_insert=True)
    return source


def import_new(project: Project, user: User, file_name: str, format: Format = "auto") -> Import:
    return Import(
        id=uuid4(),
        project=project,
        created_by=user,
        file_name=file_name[-255:],
        format=format,
        status=Import.Status.DRAFT,
    )


def import_name(*, project: Project, user: User, origin: dict[str, str]) -> Import:
    """Have the worker fetch a data set: {"folder"} below IMPORT_FROM_DIR, or {"hub", "config", "split"}."""
    with transaction.atomic():
        source = import_new(project, user, origin.get("hub") or origin["folder"])
        source.origin = origin
        source.status = Import.Status.FETCHING
        source.save(force_insert=True)
        import_defer(source.pk)
    return source


def import_start(*, source: Import, options: Options) -> Import:
    """Take the import in: at once when it is small, else by the worker."""
    options_apply(source, options)
    if source.size <= AT_ONCE_BYTES:
        import_whole(source)
        return source
    with transaction.atomic():
        refuse_beside_another(source)
        status_move(source, {Import.Status.DRAFT}, Import.Status.QUEUED)
        source.save(update_fields=OPTIONS)
        import_defer(source.pk)
    return source


def options_apply(source: Import, options: Options) -> None:
    if options.domain and options.domain not in source.project.domains:
        message = f"{options.domain!r} is not a domain of this project: {', '.join(source.project.domains)}."
        raise Problem(message, hint="Choose one of them.", fields=[FieldProblem("domain", message)])
    source.mapping = mapping_checked(options.mapping)
    source.domain, source.known, source.bad_lines = options.domain, options.known, options.bad_lines


def import_whole(source: Import) -> Checked:
    """Check and write in one transaction; a Problem leaves nothing."""
    checked = import_check(source)
    if checked.problems.total and source.bad_lines == Import.BadLines.REFUSE:
        raise refusal(checked.problems)
    with transaction.atomic():
        refuse_beside_another(source)
        status_move(source, {Import.Status.DRAFT}, Import.Status.RUNNING)
        source.rows_total = checked.tally.rows
        source.problems, source.warnings = listed(checked.problems.listed), listed(checked.warned)
        source.counts = {"bad": checked.tally.bad}
        source.save(update_fields=[*OPTIONS, "rows_total", "problems", "warnings", "counts"])
        import_write(source)
    return checked


def refuse_beside_another(source: Import) -> None:
    """Rows of an import that is not whole would count as known, and then go with it."""
    Project.objects.select_for_update(no_key=True).get(pk=source.project_id)
    others = Import.objects.filter(project_id=source.project_id, status__in=HIDDEN_IMPORTS).exclude(
        pk=source.pk
    )
    other = next((one for one in others if one.status != Import.Status.FAILED or one.checkpoint), None)
    if other is not None:
        raise Conflict(
            f"The import of {other.file_name} is {other.get_status_display()}.",
            hint="Wait for its end, resume it, or remove it, then import this one.",
        )


def status_move(source: Import, allowed: set[Import.Status], status: Import.Status, **changes: Any) -> None:
    """Move the import on; Conflict where it is no more in one of the allowed states. Writes nothing but the changes."""
    now = Import.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if now.status not in allowed:
        raise Conflict(
            f"This import is {now.get_status_display()}.", hint="Reload the page to see how it stands."
        )
    for name, value in {"status": status, **changes}.items():
        setattr(source, name, value)
    source.save(update_fields=["status", *changes])


def import_defer(import_id: UUID) -> None:
    """Queue the import's job once the present transaction is committed."""
    transaction.on_commit(lambda: import_defer_now(import_id))


def import_defer_now(import_id: UUID) -> None:
    """Queue the import's job; one that waits already is enough."""
    try:
        with transaction.atomic():
            app.configure_task(IMPORT_TASK, queueing_lock=f"import:{import_id}").defer(
                import_id=str(import_id)
            )
    except AlreadyEnqueued:
        return


@transaction.atomic
def import_cancel(*, source: Import, user: User) -> Import:
    """Stop the import where it is; what it has brought stays unseen until it is resumed or removed."""
    under_way = {Import.Status.FETCHING, Import.Status.QUEUED, Import.Status.RUNNING}
    status_move(source, under_way, Import.Status.CANCELLED, ended_at=timezone.now())
    import_audit(source, user, "cancel")
    return source


@transaction.atomic
def import_resume(*, source: Import, user: User, bad_lines: str | None = None) -> Import:
    """Go on where the import ended; with `bad_lines` = skip also one that was refused for them."""
    refuse_beside_another(source)
    status_move(
        source,
        {Import.Status.FAILED, Import.Status.CANCELLED},
        Import.Status.QUEUED if source.sha256 else Import.Status.FETCHING,
        bad_lines=bad_lines or source.bad_lines,
        problem="",
        ended_at=None,
    )
    import_audit(source, user, "resume")
    import_defer(source.pk)
    return source


def import_audit(source: Import, user: User, action: str) -> None:
    audit_add(
        actor=user,
        action=action,
        subject="import",
        subject_id=source.pk,
        project_id=source.project_id,
        detail={"file_name": source.file_name},
    )


@dataclass
class ImportReport:
    """What came in, or would come in, for a script that does it in one step."""

    id: UUID | None
    status: str
    dry_run: bool
    counts: dict[str, int]
    warnings: list[Any]


def file_import(
    *,
    project: Project,
    user: User,
    file_name: str,
    chunks: Iterable[bytes],
    format: Format = "auto",
    options: Options | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Open and start in one step. A Problem names every bad line and leaves nothing, neither does a dry run."""
    source = import_open(project=project, user=user, file_name=file_name, chunks=chunks, format=format)
    try:
        options_apply(source, options or Options())
        if dry_run:
            checked = dry_checked(source)
        elif source.size <= AT_ONCE_BYTES:
            checked = import_whole(source)
        else:
            import_start(source=source, options=options or Options())
            return ImportReport(source.pk, source.status, dry_run, Checked().tally.counts(), [])
    except Problem:
        draft_discard(source=source)
        raise
    given = None if dry_run else source.pk
    return ImportReport(given, source.status, dry_run, checked.tally.counts(), checked.warned)


def dry_checked(source: Import) -> Checked:
    checked = import_check(source, report=False)
    if checked.problems.total and source.bad_lines == Import.BadLines.REFUSE:
        raise refusal(checked.problems)
    draft_discard(source=source)
    return checked


def draft_discard(*, source: Import) -> None:
    """Forget a file that was never taken in."""
    folder_remove(source.pk)
    Import.objects.filter(pk=source.pk, status=Import.Status.DRAFT).delete()
