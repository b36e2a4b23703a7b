"""Make sure the demo project is there, and say where the site is."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labeling.demo.people import refuse_in_public
from labeling.demo.project import demo_project_ensure, welcome
from labeling.problems import Problem


class Command(BaseCommand):
    help = "Make the demo project when it is not there, and print the address and the accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            refuse_in_public()
            demo_project_ensure()
        except Problem as problem:
            raise CommandError(f"{problem.message} {problem.hint}") from problem
        self.stdout.write(welcome(f"http://127.0.0.1:{options['port']}"))
