"""Say more than an order: flags, ratings, confidence, and answers left out."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.problems import Problem
from labeling.projects.models import Project
from labeling.rankings.marks import Said, ratings_read, said_renamed
from labeling.rankings.models import Ranking
from labeling.rankings.services import ranking_submit
from labeling.tasks.models import Assignment
from labeling.tasks.shown import shown_id
from tests.conftest import ClientOf
from tests.made import claimed, made_task

pytestmark = pytest.mark.django_db
HELPFUL = {"key": "helpful", "label": "Helpful", "help": "", "low": "no", "high": "yes", "points": 5}


@pytest.fixture
def assignment(project: Project, bob: User) -> Assignment:
    Project.objects.update(criteria=[HELPFUL], asks_confidence=True, allow_partial=True)
    made_task(project)
    return claimed(project, bob)


@pytest.fixture
def bobs(client_of: ClientOf, bob: User) -> APIClient:
    return client_of(bob)


def shown(assignment: Assignment) -> list[str]:
    return [shown_id(assignment, answer) for answer in assignment.display_order]


def submit(client: APIClient, assignment: Assignment, **said: Any) -> Any:
    body = {"client_id": str(uuid4()), "groups": [[answer] for answer in shown(assignment)], **said}
    return client.post(f"/api/assignments/{assignment.id}/ranking", body)


def fields(response: Any) -> list[tuple[str, str]]:
    assert response.status_code == 400
    return [(item["field"], item["message"]) for item in response.json()["error"]["fields"]]


def test_it_keeps_flags_ratings_and_confidence_by_completion(assignment: Assignment, bobs: APIClient) -> None:
    a, b, *_ = shown(assignment)
    response = submit(
        bobs,
        assignment,
        flags=[{"answer": b, "flag": "toxic"}, {"answer": b, "flag": "other", "note": "shouts"}],
        ratings={a: {"helpful": 4}, b: {}},
        confidence="fairly_sure",
    )
    assert response.status_code == 201
    ranking = Ranking.objects.get()
    first, second = (str(answer) for answer in assignment.display_order[:2])
    assert ranking.flags == [
        {"completion": second, "flag": "toxic", "note": ""},
        {"completion": second, "flag": "other", "note": "shouts"},
    ]
    assert ranking.ratings == {first: {"helpful": {"value": 4, "of": 5}}}
    assert ranking.confidence == "fairly_sure"


def test_it_asks_for_nothing_but_the_order(assignment: Assignment, bobs: APIClient) -> None:
    assert submit(bobs, assignment).status_code == 201
    ranking = Ranking.objects.get()
    assert (ranking.flags, ranking.ratings, ranking.confidence) == ([], {}, "")


def test_it_names_what_is_wrong_with_a_flag(assignment: Assignment, bobs: APIClient) -> None:
    a, *_ = shown(assignment)
    flags = [
        {"answer": a, "flag": "toxic"},
        {"answer": a, "flag": "toxic"},
        {"answer": "ff", "flag": "broken"},
    ]
    assert fields(submit(bobs, assignment, flags=flags)) == [
        ("flags[1].flag", "Answer A has the flag toxic twice."),
        ("flags[2].answer", "'ff' is not an answer of this task."),
    ]
    unknown = fields(submit(bobs, assignment, flags=[{"answer": a, "flag": "ugly"}]))
    assert unknown[0][0] == "flags[0].flag"
    long = fields(submit(bobs, assignment, flags=[{"answer": a, "flag": "other", "note": "x" * 501}]))
    assert long[0][0] == "flags[0].note"


def test_it_names_what_is_wrong_with_a_rating(assignment: Assignment, bobs: APIClient) -> None:
    a, b, *_ = shown(assignment)
    ratings = {a: {"helpful": 6, "kind": 2}, b: {"helpful": 0}, "ff": {}}
    assert fields(submit(bobs, assignment, ratings=ratings)) == [
        (f"ratings.{a}.helpful", "Answer A: helpful goes from 1 to 5; 6 is not on it."),
        (f"ratings.{a}.kind", "Answer A: this project does not ask for 'kind'."),
        (f"ratings.{b}.helpful", "Answer B: helpful goes from 1 to 5; 0 is not on it."),
        ("ratings.ff", "'ff' is not an answer of this task."),
    ]
    assert Ranking.objects.count() == 0


def test_it_wants_every_placed_answer_rated_where_the_project_says_so(
    assignment: Assignment, bobs: APIClient
) -> None:
    Project.objects.update(criteria_required=True)
    a, b, c, _ = shown(assignment)
    given = {"groups": [[a], [b, c]], "ratings": {a: {"helpful": 4}, b: {"helpful": 1}}}
    assert fields(submit(bobs, assignment, **given)) == [
        (f"ratings.{c}.helpful", "Answer C is not rated: Helpful.")
    ]
    given["ratings"] = {answer: {"helpful": 1} for answer in (a, b, c)}
    assert submit(bobs, assignment, **given).status_code == 201


def test_it_refuses_a_step_of_confidence_that_is_none(assignment: Assignment, bobs: APIClient) -> None:
    assert fields(submit(bobs, assignment, confidence="maybe"))[0][0] == "confidence"
    groups = [[str(answer)] for answer in assignment.display_order]
    with pytest.raises(Problem) as refused:
        ranking_submit(assignment=assignment, groups=groups, client_id=uuid4(), confidence="maybe")
    assert refused.value.fields[0].field == "confidence"


def test_it_takes_a_partial_ranking_of_two_or_more(assignment: Assignment, bobs: APIClient) -> None:
    _, b, c, _ = shown(assignment)
    assert submit(bobs, assignment, groups=[[c], [b]]).status_code == 201
    order = [str(answer) for answer in assignment.display_order]
    assert Ranking.objects.get().groups == [[order[2]], [order[1]]]
    for too_few in ([], [[b]]):
        assert fields(submit(bobs, assignment, groups=too_few)) == [("groups", "Place at least two answers.")]


def test_it_takes_whole_rankings_only_where_the_project_says_so(
    assignment: Assignment, bobs: APIClient
) -> None:
    Project.objects.update(allow_partial=False)
    a, b, c, _ = shown(assignment)
    assert fields(submit(bobs, assignment, groups=[[a], [b], [c]])) == [("groups", "Answer D is not placed.")]


def test_it_tells_the_page_what_is_asked_and_nothing_of_the_model(
    assignment: Assignment, bobs: APIClient
) -> None:
    response = bobs.get(f"/api/assignments/{assignment.id}")
    given = response.json()["assignment"]
    assert given["criteria"] == [HELPFUL]
    asked = {name: given[name] for name in ("allow_partial", "criteria_required", "asks_confidence")}
    assert asked == {"allow_partial": True, "criteria_required": False, "asks_confidence": True}
    assert "secret-model" not in response.content.decode()


def test_it_hides_it_all_from_charlie(assignment: Assignment, charlie: User, client_of: ClientOf) -> None:
    response = submit(client_of(charlie), assignment, confidence="sure")
    assert response.status_code == 404
    assert Ranking.objects.count() == 0


def test_it_reads_back_the_ratings_that_are_still_asked_for() -> None:
    stored = {"x": {"helpful": {"value": 4, "of": 5}, "gone": {"value": 1, "of": 3}}}
    criteria: list[Any] = [HELPFUL, {**HELPFUL, "key": "gone", "points": 7}]
    assert ratings_read(stored, criteria) == {"x": {"helpful": 4}}


def test_it_says_the_same_under_other_ids() -> None:
    said = Said([["a"], ["b"]], [{"answer": "b", "flag": "toxic", "note": ""}], {"a": {"helpful": 2}})
    assert said_renamed(said, {"a": "1", "b": "2"}) == Said(
        [["1"], ["2"]], [{"answer": "2", "flag": "toxic", "note": ""}], {"1": {"helpful": 2}}
    )
