"""Everything an annotator's browser receives, whole: nothing in it tells who wrote an answer, nor which task is a test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.prompts.models import Completion
from labeling.prompts.services import completion_create
from labeling.rankings.models import Ranking
from labeling.tasks import claim
from labeling.tasks.models import Assignment, Task
from labeling.tasks.services import TaskEntry, tasks_create
from tests.browser.desk import expect_nothing_waits, kept_rankings, open_desk, press
from tests.browser.visit import Visitor
from tests.made import made_prompt
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)
TASKS = 4
TELLING = {
    "completion",
    "display_order",
    "draw_seed",
    "explanation",
    "external_id",
    "is_gold",
    "kind",
    "model",
    "names_maker",
    "order_seed",
    "priority",
    "repeats",
    "reward",
    "run",
    "sampling",
    "score",
    "seed",
    "solution",
}
"""Names of fields that say where an answer comes from or what a task is for. `gold` may be there as a count that is 0."""


@dataclass
class Heard:
    """What the API answered to one person, in order."""

    bodies: list[tuple[str, Any]] = field(default_factory=list)

    def hear(self, route: Route) -> None:
        response = route.fetch()
        text = response.text()
        self.bodies.append((route.request.url, json.loads(text) if text else None))
        route.fulfill(response=response)

    @property
    def text(self) -> str:
        return json.dumps([body for _, body in self.bodies])

    def fields(self) -> Iterator[tuple[str, Any]]:
        for _, body in self.bodies:
            yield from fields_of(body)

    def claimed(self) -> list[dict[str, Any]]:
        found = [body["assignment"] for url, body in self.bodies if url.endswith("/assignments")]
        return [assignment for assignment in found if assignment]


def fields_of(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, entry in value.items():
            yield name, entry
            yield from fields_of(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from fields_of(entry)


@pytest.fixture
def mixed(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Ordinary tasks and gold ones in turn, whose answers carry everything that must not be seen."""
    turns = cycle(["ordinary", "gold"])
    monkeypatch.setattr(claim, "drawn", lambda **_: next(turns))
    project.gold_share = 0.5
    project.overlap = 2
    project.save()
    entries = []
    for number in range(2 * TASKS):
        prompt = made_prompt(project, f"Question {number}?")
        answers = [
            completion_create(
                prompt=prompt,
                text=f"text {place}",
                model="SecretModel-9",
                sampling={"seed": 987_654, "score": 0.875},
            )
            for place in range(2)
        ]
        gold = [[answer.id] for answer in answers] if number % 2 else None
        entries.append(
            TaskEntry(
                prompt=prompt, completions=answers, gold=gold, explanation="Because so." if gold else ""
            )
        )
    tasks_create(project=project, entries=entries)
    return project


@pytest.fixture
def carol(project: Project) -> User:
    carol = person("Carol")
    Member.objects.create(project=project, user=carol, role=Member.Role.ANNOTATOR)
    return carol


def works(visitor: Visitor, project: Project, wanted: int) -> Heard:
    """Rank everything, look at the own past, change one ranking; return all that came."""
    heard = Heard()
    page = visitor.page()
    page.route("**/api/**", heard.hear)
    open_desk(visitor, project, answers=2)
    for done in range(TASKS):
        expect(page.locator("[data-answer]")).to_have_count(2)
        press(page, "1", "2", "Control+Enter")
        kept_rankings(page, wanted + done + 1)
    for path in ("/", f"/projects/{project.id}"):
        visitor.open(path)
        page.wait_for_load_state("networkidle")
    change_one(visitor, page, project)
    page.unroute_all(behavior="wait")
    return heard


def change_one(visitor: Visitor, page: Page, project: Project) -> None:
    before = Ranking.objects.count()
    visitor.open(f"/projects/{project.id}/rankings")
    page.get_by_role("link", name="Question").first.click()
    expect(page.locator("[data-answer]")).to_have_count(2)
    press(page, "Alt+ArrowDown", "Control+Enter")
    kept_rankings(page, before + 1)
    expect_nothing_waits(page)


def test_it_tells_annotators_nothing_of_models_scores_or_gold(
    as_bob: Visitor, mixed: Project, carol: User, chromium: Browser, live_server: object
) -> None:
    bobs = works(as_bob, mixed, 0)
    context = chromium.new_context(locale="en-GB")
    hers = Visitor(context=context, address=str(live_server))
    hers.log_in(carol)
    carols = works(hers, mixed, Ranking.objects.count())
    hers.leave()
    context.close()
    assert set(Ranking.objects.values_list("task__kind", flat=True)) == {"ordinary", "gold"}
    for heard in (bobs, carols):
        assert len(heard.bodies) > 3 * TASKS
        assert_silent(heard)
        assert_alike(heard)
    ids = [
        {answer["id"] for task in heard.claimed() for answer in task["answers"]} for heard in (bobs, carols)
    ]
    assert all(ids)
    assert ids[0].isdisjoint(ids[1])


def assert_silent(heard: Heard) -> None:
    for word in ("SecretModel", "987654", "0.875", "Because so."):
        assert word not in heard.text
    names = {name for name, _ in heard.fields()}
    assert names.isdisjoint(TELLING)
    assert {value for name, value in heard.fields() if name == "gold"} <= {0}
    assert {value for name, value in heard.fields() if name == "gold_share"} <= {None}
    stable = [*Completion.objects.values_list("id", flat=True), *Task.objects.values_list("id", flat=True)]
    assert [name for name in stable if str(name) in heard.text or name.hex in heard.text] == []
    seeds = Assignment.objects.values_list("order_seed", flat=True)
    assert [seed for seed in seeds if str(seed) in heard.text] == []


def assert_alike(heard: Heard) -> None:
    """A gold task comes in the very form of an ordinary one."""
    forms = {
        json.dumps(sorted((name, type(value).__name__) for name, value in fields_of(task)))
        for task in heard.claimed()
    }
    assert len(forms) == 1
