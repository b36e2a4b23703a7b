"""Read a run's event log again: for rows that were lost, or a folder that came back from another machine."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labeling.runs.copying import run_resync
from labeling.runs.models import Run
from labeling.runs.taking_in import run_take_in


class Command(BaseCommand):
    help = "Read the whole event log of a run again and register what it made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run_id", type=UUID, help="The run's id: the name of its folder.")

    def handle(self, *args: Any, run_id: UUID, **options: Any) -> None:
        if not Run.objects.filter(pk=run_id).exists():
            raise CommandError(f"There is no run {run_id}.")
        run_resync(run_id=run_id)
        run = run_take_in(run_id=run_id)
        self.stdout.write(f"{run.name}: {run.status}, {run.last_seq} events.")
