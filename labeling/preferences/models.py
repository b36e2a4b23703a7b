"""What is worked out from a project's rankings and kept, because it costs too much to work out for every look."""

from __future__ import annotations

from django.db import models

from labeling.projects.models import Project


class Snapshot(models.Model):
    """A project's quality board and its disagreements as they stood at a moment. Always safe to delete."""

    project = models.OneToOneField(
        Project, primary_key=True, on_delete=models.CASCADE, related_name="snapshot"
    )
    board = models.JSONField()
    disagreements = models.JSONField(help_text="Tasks with their scores, the greatest first.")
    computed_at = models.DateTimeField()
    seconds = models.FloatField(help_text="What it cost.")

    def __str__(self) -> str:
        return f"{self.project}, {self.computed_at:%Y-%m-%d %H:%M}"
