"""Which rows of an import the project has already."""

from __future__ import annotations

from collections.abc import Iterable

from labeling.prompts.models import Import, Prompt
from labeling.rankings.import_parsing import ImportedRow


def known_as(source: Import, rows: Iterable[ImportedRow]) -> set[str | None]:
    """Return those external ids of the rows that a prompt of the project has."""
    ids = [row.prompt.external_id for row in rows if row.prompt.external_id]
    found = Prompt.objects.filter(project_id=source.project_id, external_id__in=ids)
    return set(found.values_list("external_id", flat=True)) if ids else set()


def same_before(source: Import) -> Import | None:
    """Return the complete import of the same content read in the same way, where there is one."""
    same = Import.objects.filter(
        project_id=source.project_id,
        sha256=source.sha256,
        mapping=source.mapping,
        domain=source.domain,
        status=Import.Status.COMPLETE,
    )
    return same.exclude(pk=source.pk).order_by("-created_at").first()
