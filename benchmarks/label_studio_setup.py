"""Run by label-studio's own Python: make its tables, people, project and open tasks; print what the clients need."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

CONFIG = """<View>
  <Text name="prompt" value="$prompt"/>
  <List name="answers" value="$answers" title="Answers"/>
  <Ranker name="ranking" toName="answers"/>
</View>"""
AT_ONCE = 5_000


def main(package: str, people: int, tasks: int, overlap: int, prompt: str, answers: list[str]) -> None:
    sys.path.insert(0, package)
    os.environ["DJANGO_SETTINGS_MODULE"] = "label_studio.core.settings.label_studio"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from organizations.models import Organization
    from projects.models import Project
    from rest_framework.authtoken.models import Token
    from tasks.models import Task
    from users.models import User

    users = [
        User.objects.create_user(email=f"annotator{number}@benchmark.example", username=f"annotator{number}")
        for number in range(people)
    ]
    organization = Organization.create_organization(created_by=users[0], title="Benchmark")
    for user in users:
        if user != users[0]:
            organization.add_user(user)
        user.active_organization = organization
        user.save()
    organization.jwt.legacy_api_tokens_enabled = True
    organization.jwt.save()
    project = Project.objects.create(
        title="Benchmark",
        created_by=users[0],
        organization=organization,
        label_config=CONFIG,
        maximum_annotations=overlap,
    )
    for start in range(1, tasks + 1, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, tasks + 1))
        rows = [
            Task(project=project, inner_id=number, overlap=overlap, data=content(prompt, answers, number))
            for number in numbers
        ]
        Task.objects.bulk_create(rows)
    project.summary.update_data_columns(Task.objects.filter(project=project)[:1])
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    tokens = [Token.objects.get_or_create(user=user)[0].key for user in users]
    Path(sys.argv[2]).write_text(json.dumps({"project": project.pk, "tokens": tokens}))


def content(prompt: str, answers: list[str], number: int) -> dict[str, object]:
    listed = [{"id": str(place), "title": "", "body": text} for place, text in enumerate(answers)]
    return {"prompt": prompt.format(number=number), "answers": listed}


if __name__ == "__main__":
    main(**json.loads(Path(sys.argv[1]).read_text()))
