"""What Podium gives away comes back in by import, without loss of anything that a person said."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse

from labeling.accounts.models import User
from labeling.datasets.freeze import dataset_freeze
from labeling.projects.models import Project
from labeling.projects.services import project_create
from labeling.rankings.marks import Flag
from labeling.rankings.models import Ranking
from labeling.rankings.selectors import latest_rankings
from labeling.rankings.services import ranking_submit
from labeling.tasks.models import Assignment
from tests.conftest import ClientOf
from tests.made import claimed, made_task

pytestmark = pytest.mark.django_db
SCALE = {"key": "helpful", "label": "Helpful", "help": "", "low": "", "high": "", "points": 5}
RULES: dict[str, Any] = {"criteria": [SCALE], "allow_partial": True, "asks_confidence": True}


@pytest.fixture
def asking(project: Project) -> Project:
    for name, value in RULES.items():
        setattr(project, name, value)
    project.save()
    for domain in ("helpful", "helpful", "honest"):
        made_task(project, domain=domain)
    return project


def say_it_all(assignment: Assignment) -> Ranking:
    """Rank B best, A tied with C, D left out; flag, rate, and say how sure."""
    a, b, c, _ = (str(answer) for answer in assignment.display_order)
    flags: list[Flag] = [
        {"answer": a, "flag": "untrue", "note": ""},
        {"answer": b, "flag": "other", "note": "shouts"},
    ]
    return ranking_submit(
        assignment=assignment,
        groups=[[b], [a, c]],
        client_id=uuid4(),
        flags=flags,
        ratings={a: {"helpful": 2}, b: {"helpful": 5}},
        confidence="fairly_sure",
        all_bad=True,
        note="Between two minds.",
        active_ms=4200,
    )[0]


@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_it_takes_its_own_rankings_back_without_loss(
    asking: Project, alice: User, bob: User, client_of: ClientOf, format: str
) -> None:
    given = [said(say_it_all(claimed(asking, bob))) for _ in range(3)]
    dataset = dataset_freeze(project=asking, name="Out", user=alice, heldout_share=0.3, seed=1)
    alices = client_of(alice)
    response = alices.get(f"/api/datasets/{dataset.pk}/download", {"shape": "ranking", "format": format})
    assert isinstance(response, StreamingHttpResponse)
    file = SimpleUploadedFile(f"rows.{format}", b"".join(response.streaming_content))
    other = project_create(user=alice, name="Elsewhere", domains=["helpful", "honest"], guidelines="")
    Project.objects.filter(pk=other.pk).update(**RULES)
    report = alices.post(f"/api/projects/{other.pk}/imports", {"file": file}, format="multipart").json()
    assert (report["prompts"], report["rankings"], report["warnings"]) == (3, 3, [])
    assert [said(ranking) for ranking in latest_rankings(other).order_by("submitted_at")] == given


def said(ranking: Ranking) -> dict[str, Any]:
    """Return everything a ranking says, its answers by their texts."""
    texts = {str(answer.id): answer.text for answer in ranking.task.completions.all()}
    return {
        "groups": [sorted(texts[name] for name in group) for group in ranking.groups],
        "flags": [(texts[flag["completion"]], flag["flag"], flag["note"]) for flag in ranking.flags],
        "ratings": {texts[name]: rated for name, rated in ranking.ratings.items()},
        "shown": [texts[str(answer)] for answer in ranking.display_order],
        "domain": ranking.task.prompt.domain,
        **{
            name: getattr(ranking, name)
            for name in ("confidence", "all_bad", "note", "active_ms", "started_at", "submitted_at")
        },
    }


def test_it_names_the_line_of_a_partial_ranking_where_the_project_wants_whole_ones(
    project: Project, alice: User, client_of: ClientOf, tmp_path: Path
) -> None:
    row = b'{"prompt": "?", "completions": ["a", "b", "c"], "rankings": [{"ranks": [1, null, 2]}]}'
    address = f"/api/projects/{project.pk}/imports"
    alices = client_of(alice)
    refused = alices.post(address, {"file": SimpleUploadedFile("a.jsonl", row)}, format="multipart")
    assert refused.json()["error"]["fields"][0]["message"] == "The rank of answer 2 is missing."
    Project.objects.filter(pk=project.pk).update(allow_partial=True)
    assert (
        alices.post(address, {"file": SimpleUploadedFile("a.jsonl", row)}, format="multipart").status_code
        == 201
    )
    assert [len(group) for group in Ranking.objects.get().groups] == [1, 1]
