from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.datasets import freeze
from labeling.datasets.folder import dataset_folder, prompt_rows, ranking_rows
from labeling.datasets.freeze import dataset_build_now, dataset_freeze
from labeling.datasets.models import Dataset
from labeling.problems import Problem
from labeling.projects.models import Project
from labeling.rankings.gold_tasks import task_make_gold
from labeling.rankings.models import Ranking
from labeling.rankings.services import ranking_submit
from tests.conftest import ClientOf
from tests.made import claimed, made_task, ranked
from training.contract.rows import file_sha256


def test_it_counts_what_it_froze(dataset: Dataset) -> None:
    manifest = dataset.manifest
    assert dataset.status == Dataset.Status.READY
    assert manifest["prompts"] == {"train": 8, "heldout": 4}
    assert manifest["rankings"] == {"train": 8, "heldout": 4}
    assert manifest["pairs"] == {"train": 48, "heldout": 24}
    assert manifest["ties"] == {"train": 0, "heldout": 0}
    assert manifest["domains"]["honest"]["prompts"] == {"train": 4, "heldout": 2}
    assert manifest["annotators"] == 1
    assert manifest["agreement"]["reason"]
    file = manifest["files"][0]
    path = dataset_folder(dataset) / file["name"]
    assert (file["sha256"], file["bytes"]) == (file_sha256(path), path.stat().st_size)
    assert dataset.sha256 == file["sha256"]
    assert json.loads((dataset_folder(dataset) / "manifest.json").read_text()) == manifest


def test_it_keeps_rankings_without_loss(dataset: Dataset) -> None:
    rows = {row.ranking_id: row for row in ranking_rows(dataset)}
    assert len(rows) == 12
    for ranking in Ranking.objects.select_related("task__prompt"):
        row = rows[str(ranking.pk)]
        assert row.groups == ranking.groups
        assert row.display_order == [str(name) for name in ranking.display_order]
        assert row.submitted_at == ranking.submitted_at.isoformat()
        assert row.guideline_version == ranking.guideline_version
        assert [message.content for message in row.messages] == ["How do I boil an egg?"]
        assert {answer["id"]: answer["text"] for answer in row.completions} == {
            str(answer.pk): answer.text for answer in ranking.task.completions.all()
        }
        assert row.completions[0]["sampling"]["seed"] in range(4)
        assert row.annotator == "annotator-1"


def test_it_puts_no_prompt_on_both_sides(dataset: Dataset) -> None:
    sides: dict[str, set[str]] = {}
    for row in ranking_rows(dataset):
        sides.setdefault(row.prompt_id, set()).add(row.split)
    assert all(len(side) == 1 for side in sides.values())
    assert len(list(prompt_rows(dataset))) == len(sides) == 12


def test_it_gives_the_same_bytes_for_the_same_rankings(
    dataset: Dataset, project: Project, rita: User
) -> None:
    again = dataset_freeze(project=project, name="Again", user=rita, heldout_share=0.3, seed=1)
    other = dataset_freeze(project=project, name="Other", user=rita, heldout_share=0.3, seed=2)
    assert again.sha256 == dataset.sha256 != other.sha256
    assert [dataset.version, again.version, other.version] == [1, 2, 3]


def test_it_does_not_change_when_people_go_on(dataset: Dataset, project: Project, bob: User) -> None:
    before = list(ranking_rows(dataset))
    made_task(project)
    ranked(claimed(project, bob))
    ranking = Ranking.objects.filter(assignment__isnull=False).first()
    assert ranking is not None
    assert ranking.assignment is not None
    ranking_submit(assignment=ranking.assignment, groups=list(reversed(ranking.groups)), client_id=uuid4())
    assert list(ranking_rows(dataset)) == before


def test_it_freezes_the_latest_revision_alone(project: Project, bob: User, rita: User) -> None:
    made_task(project)
    first = ranked(claimed(project, bob))
    assert first.assignment is not None
    backwards = list(reversed(first.groups))
    ranking_submit(assignment=first.assignment, groups=backwards, client_id=uuid4())
    dataset = dataset_freeze(project=project, name="Latest", user=rita, heldout_share=0)
    rows = list(ranking_rows(dataset))
    assert [(row.groups, row.revision) for row in rows] == [(backwards, 2)]


def test_it_counts_ties_apart(project: Project, bob: User, rita: User) -> None:
    made_task(project)
    assignment = claimed(project, bob)
    a, b, c, d = (str(answer) for answer in assignment.display_order)
    ranking_submit(assignment=assignment, groups=[[a], [b, c, d]], client_id=uuid4())
    dataset = dataset_freeze(project=project, name="Ties", user=rita, heldout_share=0)
    assert dataset.manifest["pairs"]["train"] == 3
    assert dataset.manifest["ties"]["train"] == 3


def test_it_keeps_what_was_said_beside_the_order(
    project: Project, bob: User, rita: User, client_of: ClientOf
) -> None:
    scale = {"key": "helpful", "label": "Helpful", "help": "", "low": "", "high": "", "points": 5}
    Project.objects.update(allow_partial=True, criteria=[scale])
    made_task(project)
    assignment = claimed(project, bob)
    a, b, c, d = (str(answer) for answer in assignment.display_order)
    ranking_submit(
        assignment=assignment,
        groups=[[a], [b, c]],
        flags=[{"answer": d, "flag": "broken", "note": "cut off"}],
        ratings={a: {"helpful": 4}},
        confidence="fairly_sure",
        client_id=uuid4(),
    )
    dataset = dataset_freeze(project=project, name="Said", user=rita, heldout_share=0)
    (row,) = ranking_rows(dataset)
    assert row.flags == [{"completion": d, "flag": "broken", "note": "cut off"}]
    assert row.ratings == {a: {"helpful": {"value": 4, "of": 5}}}
    assert (row.confidence, len(row.completions)) == (0.5, 4)
    assert (dataset.manifest["pairs"]["train"], dataset.manifest["ties"]["train"]) == (2, 1)
    shown = client_of(rita).get(f"/api/datasets/{dataset.pk}/rows", {"shape": "ranking"}).json()
    assert shown["results"][0]["flags"] == row.flags


def test_it_leaves_scripted_annotators_out_on_request(
    project: Project, rankings: None, bob: User, rita: User
) -> None:
    User.objects.filter(pk=bob.pk).update(is_scripted=True)
    with pytest.raises(Problem, match="12 by a scripted annotator"):
        dataset_freeze(project=project, name="People", user=rita, include_scripted=False)
    dataset = dataset_freeze(project=project, name="All", user=rita)
    assert dataset.manifest["dropped"] == {}


def test_it_freezes_the_chosen_domains(project: Project, rankings: None, rita: User) -> None:
    dataset = dataset_freeze(project=project, name="Honest", user=rita, domains=["honest"])
    assert {row.domain for row in ranking_rows(dataset)} == {"honest"}
    assert list(dataset.manifest["domains"]) == ["honest"]


def test_it_says_that_nobody_has_ranked_yet(project: Project, rita: User) -> None:
    with pytest.raises(Problem, match="no rankings to freeze") as caught:
        dataset_freeze(project=project, name="Empty", user=rita)
    assert "Rank some tasks" in caught.value.hint


def test_it_says_that_every_ranking_is_one_tie(project: Project, bob: User, rita: User) -> None:
    made_task(project)
    assignment = claimed(project, bob)
    groups = [[str(answer) for answer in assignment.display_order]]
    ranking_submit(assignment=assignment, groups=groups, client_id=uuid4())
    with pytest.raises(Problem, match="ties all its answers"):
        dataset_freeze(project=project, name="Ties", user=rita)
    assert not Dataset.objects.exists()


def test_it_names_every_wrong_field(project: Project, rita: User, client_of: ClientOf) -> None:
    body = {"name": "Odd", "domains": ["rude"], "heldout_share": 1.5}
    response = client_of(rita).post(f"/api/projects/{project.pk}/datasets", body)
    assert response.status_code == 400
    fields = [found["field"] for found in response.json()["error"]["fields"]]
    assert fields == ["domains", "heldout_share"]


def test_it_says_that_the_folder_cannot_be_written(
    project: Project, rankings: None, rita: User, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings.DATASETS_DIR = tmp_path / "file"
    with pytest.raises(Problem, match="cannot be written"):
        dataset_freeze(project=project, name="Nowhere", user=rita)
    assert not Dataset.objects.exists()


def test_it_freezes_many_rankings_in_a_job(
    project: Project, rankings: None, rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freeze, "LARGE_RANKINGS", 5)
    dataset = dataset_freeze(project=project, name="Large", user=rita)
    assert dataset.status == Dataset.Status.BUILDING
    with pytest.raises(Problem, match="building"):
        ranking_rows(dataset)
    for _ in range(2):
        dataset = dataset_build_now(dataset_id=dataset.pk)
    assert dataset.status == Dataset.Status.READY
    assert len(list(ranking_rows(dataset))) == 12


def test_it_says_why_the_job_froze_nothing(
    project: Project, rankings: None, bob: User, rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freeze, "LARGE_RANKINGS", 5)
    User.objects.filter(pk=bob.pk).update(is_scripted=True)
    dataset = dataset_freeze(project=project, name="Large", user=rita, include_scripted=False)
    dataset = dataset_build_now(dataset_id=UUID(str(dataset.pk)))
    assert dataset.status == Dataset.Status.FAILED
    assert "scripted" in dataset.problem
    with pytest.raises(Problem, match="failed"):
        ranking_rows(dataset)


def test_it_freezes_for_a_researcher(
    project: Project, rankings: None, rita: User, client_of: ClientOf
) -> None:
    path = f"/api/projects/{project.pk}/datasets"
    response = client_of(rita).post(path, {"name": "First"})
    assert response.status_code == 201, response.json()
    told = response.json()
    assert (told["status"], told["version"], told["created_by"]) == ("ready", 1, "Rita")
    assert client_of(rita).get(path).json() == [told]
    assert client_of(rita).get(f"/api/datasets/{told['id']}").json() == told


def test_it_refuses_charlie_and_bob(
    project: Project, dataset: Dataset, bob: User, charlie: User, client_of: ClientOf
) -> None:
    listed = f"/api/projects/{project.pk}/datasets"
    one = f"/api/datasets/{dataset.pk}"
    for path in (listed, one, f"{one}/rows", f"{one}/download"):
        assert client_of(charlie).get(path).status_code == 404, path
        assert client_of(bob).get(path).status_code == 403, path
    assert client_of(charlie).post(listed, {"name": "Mine"}).status_code == 404
    assert client_of(bob).post(listed, {"name": "Mine"}).status_code == 403


def test_it_leaves_gold_tasks_out_unless_asked(
    project: Project, rankings: None, alice: User, rita: User
) -> None:
    task = project.tasks.order_by("position")[0]
    task_make_gold(task=task, groups=task.rankings.all()[0].groups, user=alice)
    given = task.rankings.count()
    dataset = dataset_freeze(project=project, name="Plain", user=rita)
    assert dataset.manifest["dropped"] == {"of a gold task": given}
    assert dataset.manifest["filters"]["include_gold"] is False
    assert not any(row.is_gold for row in ranking_rows(dataset))
    with_gold = dataset_freeze(project=project, name="With gold", user=rita, include_gold=True)
    assert with_gold.manifest["dropped"] == {}
    assert sum(row.is_gold for row in ranking_rows(with_gold)) == given
