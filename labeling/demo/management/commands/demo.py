"""Run the whole loop in the foreground on a real model, then serve it."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from labeling.demo.client import SiteClient
from labeling.demo.loop import STAGES, Loop
from labeling.demo.people import LEAD, SCRIPTED, demo_user, refuse_in_public
from labeling.demo.project import demo_project_ensure, welcome
from labeling.demo.site import running_site
from labeling.demo.summary import problems_of, summary_of, table_of
from labeling.problems import Problem
from training.contract.rundir import write_json


class ProgressReport:
    """One bar for the stage that runs, one line for each that has ended."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.number = 0
        self.bars = Progress(
            TextColumn("{task.fields[stage]}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
        )
        self.bar = self.bars.add_task("", stage="", start=False)
        self.name = ""

    def begin(self, name: str, what: str) -> None:
        self.number += 1
        self.name = name
        self.bars.reset(self.bar, total=None, completed=0, description=what, stage=self.label())

    def advance(self, done: float, total: float | None, what: str) -> None:
        self.bars.update(self.bar, completed=done, total=total, description=what)

    def finish(self, line: str) -> None:
        self.console.print(f"[green]✓[/green] {self.label()}  {line}", highlight=False)

    def label(self) -> str:
        return f"{self.number}/{len(STAGES)} {self.name:<8}"


class Command(BaseCommand):
    help = (
        "Run the whole loop on the bundled model: sample, rank, reward model, PPO, evaluation; then serve it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="end after the table")

    def handle(self, *args: Any, **options: Any) -> None:
        # SIGTERM ends the demo the way Ctrl-C does: web and worker are ended too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self.run(**options)
        except Problem as problem:
            raise CommandError(f"{problem.message} {problem.hint}") from problem
        except KeyboardInterrupt:
            self.stdout.write("Ended.")

    def run(self, *, seed: int, port: int, no_serve: bool, **_: Any) -> None:
        refuse_in_public()
        console = Console()
        call_command("migrate", verbosity=0)
        demo_project_ensure()
        for person in SCRIPTED:
            demo_user(person)
        with running_site(port) as address:
            console.print(welcome(address) + "Watch the loop there while it runs.\n", highlight=False)
            summary = self.loop(address, seed, console)
            if not no_serve:
                console.print(welcome(address), highlight=False)
                signal.pause()
        if no_serve and problems_of(summary):
            raise CommandError(" ".join(problems_of(summary)))

    def loop(self, address: str, seed: int, console: Console) -> dict[str, Any]:
        report = ProgressReport(console)
        with SiteClient(address, LEAD) as site, report.bars:
            loop = Loop(site=site, address=address, seed=seed, report=report)
            loop.run()
        summary = summary_of(loop)
        target = Path(settings.DEMO_DIR) / "summary.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        write_json(target, summary)
        console.print(table_of(summary))
        for problem in problems_of(summary):
            console.print(f"[red]{problem}[/red]")
        console.print(f"Written to {target}", highlight=False)
        return summary
