"""Start, stop or show the embedded PostgreSQL server."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.embedded import server


class Command(BaseCommand):
    help = "Start, stop or show the embedded PostgreSQL server of this folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "show"])

    def handle(self, *args: Any, **options: Any) -> None:
        data = settings.DATABASES["default"].get("EMBEDDED_DATA")
        if data is None:
            raise CommandError("DATABASE_URL names a server of your own; Podium neither starts nor stops it.")
        match options["action"]:
            case "start":
                server.ensure_running(data)
                self.stdout.write("The embedded PostgreSQL server is running.")
            case "stop":
                stopped = server.stop(data)
                self.stdout.write("Stopped." if stopped else "It was not running.")
            case "show":
                running = (data / "postmaster.pid").exists()
                self.stdout.write(f"{'Running' if running else 'Not running'}; its data is in {data}.")
