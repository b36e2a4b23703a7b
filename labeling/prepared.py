"""Statements of the requests that annotators make all day: put together once, parsed and planned once a connection.

Django puts a query set together anew each time and sends it as text, which PostgreSQL parses and plans anew. For the few
statements behind a claim and a submit that is more work than their answer. Everywhere else query sets are the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)


class PreparedCursor(psycopg.Cursor[tuple[Any, ...]]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> PreparedCursor:
        super().execute(query, params, **{**options, "prepare": True})
        return self


def rows(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement, prepared on this connection at its first use, and return its rows. JSON comes as text."""
    connection.ensure_connection()
    cursor = PreparedCursor(connection.connection)
    with connection._prepare_cursor(cursor) as wrapped:  # type: ignore[attr-defined]  # as connection.cursor() does
        wrapped.execute(statement, values)
        return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []


@dataclass(frozen=True)
class Compiled(Generic[M]):
    statement: str
    places: Sequence[int | None]
    """Which value goes to each place of the statement; None keeps what is there."""
    constants: Sequence[Any]
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]
    make: Callable[[Sequence[Any]], M]


class Prepared(Generic[M]):
    """A query set of whole models that is put together once. `build` makes it from stand-ins for the later values.

    The stand-ins must be of the values' types, differ from one another, and occur nowhere else in the query set.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M]], *stand_ins: Any) -> None:
        self.build = build
        self.stand_ins = stand_ins

    def all(self, *values: Any) -> list[M]:
        compiled = self._compiled
        bound = [
            constant if place is None else values[place]
            for place, constant in zip(compiled.places, compiled.constants, strict=True)
        ]
        return [compiled.make(self._converted(row)) for row in rows(compiled.statement, bound)]

    def first(self, *values: Any) -> M | None:
        """Return the first of the rows; give `build` a limit where there may be many."""
        found = self.all(*values)
        return found[0] if found else None

    def _converted(self, row: Sequence[Any]) -> Sequence[Any]:
        changed = list(row)
        for place, (converters, expression) in self._compiled.converters.items():
            for convert in converters:
                changed[place] = convert(changed[place], expression, connection)
        return changed

    @cached_property
    def _compiled(self) -> Compiled[M]:
        """What Django's ModelIterable works out for every query set that is read."""
        compiler = self.build(*self.stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
        statement, values = compiler.as_sql()
        places = [self.stand_ins.index(value) if value in self.stand_ins else None for value in values]
        if set(places) - {None} != set(range(len(self.stand_ins))):
            raise ValueError("A stand-in does not stand in the query set as it was given.")
        info: Any = compiler.klass_info
        select: Any = compiler.select
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in select[first:last]]
        related = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # as Django 5.2 has it

        def make(row: Sequence[Any]) -> M:
            made: M = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[first:last])
            for populator in related:
                populator.populate(row, made)
            return made

        converters = compiler.get_converters([column[0] for column in select])
        return Compiled(statement, places, list(values), converters, make)


@cache
def insert_of(model: type[models.Model]) -> tuple[str, list[models.Field[Any, Any]]]:
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({values})', fields  # noqa: S608  names of a model


def row_add(instance: models.Model) -> None:
    """Insert a new row, as `save(force_insert=True)` does, but without signals; a key that counts up stays unset."""
    statement, fields = insert_of(type(instance))
    rows(statement, [field.get_db_prep_save(field.pre_save(instance, True), connection) for field in fields])
    instance._state.adding = False
    instance._state.db = DEFAULT_DB_ALIAS
