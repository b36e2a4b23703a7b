"""Tables as files to download: CSV and JSON, one row a line, a measure spread over four columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from rest_framework.response import Response

from labeling.csv_cells import harmless

Row = dict[str, Any]
MEASURE = {"value", "low", "high", "n"}
FORMATS = ("csv", "json")


def flat(row: Mapping[str, Any], path: str = "") -> Row:
    """Return nested values under joined names: {"raw": {"value": 1, …}} is {"raw": 1, "raw_low": …, "raw_high": …, …}."""
    found: Row = {}
    for name, value in row.items():
        joined = f"{path}_{name}" if path else name
        if not isinstance(value, Mapping):
            found[joined] = value
        elif set(value) == MEASURE:
            found |= {
                joined: value["value"],
                **{f"{joined}_{end}": value[end] for end in ("low", "high", "n")},
            }
        else:
            found |= flat(value, joined)
    return found


def csv_text(rows: Iterable[Row]) -> str:
    """Return the rows as CSV with the columns of all of them; text that a spreadsheet would run is made harmless."""
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in listed)
    return text.getvalue()


def table_response(rows: list[Row], *, name: str, format: str) -> HttpResponse | Response:
    """Return the rows as a file to keep, named after what they are."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    if format == "json":
        return Response(rows, headers=headers)
    return HttpResponse(csv_text(rows), content_type="text/csv; charset=utf-8", headers=headers)
