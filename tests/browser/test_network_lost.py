"""The network goes, or the server does not answer: what was ranked is kept, and comes exactly once."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from tests.browser.desk import (
    expect_nothing_waits,
    expect_placed,
    kept_rankings,
    made_tasks,
    open_desk,
    press,
    shown_texts,
    submit_all,
    texts_of,
)
from tests.browser.visit import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
CUT = ["ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_RESET", "502"]
SUBMITS = "**/api/assignments/*/ranking"


@pytest.fixture
def tasks(project: Project) -> Project:
    made_tasks(project, 4)
    return project


@pytest.fixture
def desk(as_bob: Visitor, tasks: Project) -> Page:
    """Bob's desk, with the next task already fetched behind the one that is shown."""
    as_bob.expected = CUT
    page = open_desk(as_bob, tasks)
    page.wait_for_load_state("networkidle")
    return page


def test_it_goes_on_without_network_and_sends_everything_once_when_it_is_back(
    as_bob: Visitor, desk: Page
) -> None:
    first = shown_texts(desk)
    press(desk, "1", "2")
    as_bob.context.set_offline(True)
    press(desk, "3", "4")
    expect_placed(desk, 4)
    expect(desk.locator(".send-state")).to_contain_text("offline")
    press(desk, "Control+Enter")
    expect(desk.locator(".send-state")).to_contain_text("1 waiting")
    expect_placed(desk, 0)
    second = shown_texts(desk)
    submit_all(desk)
    expect(desk.get_by_text("Your last answers wait to be sent.")).to_be_visible()
    expect(desk.locator(".send-state")).to_contain_text("2 waiting")
    assert Ranking.objects.count() == 0
    as_bob.context.set_offline(False)
    expect_nothing_waits(desk)
    expect_placed(desk, 0)
    rankings = kept_rankings(desk, 2)
    assert [texts_of(ranking) for ranking in rankings] == [
        [[text] for text in each] for each in (first, second)
    ]
    assert len({ranking.task_id for ranking in rankings}) == 2


def test_it_sends_what_waited_over_a_reload(desk: Page) -> None:
    first = shown_texts(desk)
    desk.route(SUBMITS, lambda route: route.abort("internetdisconnected"))
    submit_all(desk)
    expect(desk.locator(".send-state")).to_contain_text("1 waiting")
    desk.reload()
    expect(desk.locator(".send-state")).to_contain_text("1 waiting")
    assert Ranking.objects.count() == 0
    desk.unroute(SUBMITS)
    expect_nothing_waits(desk)
    expect_placed(desk, 0)
    assert [texts_of(ranking) for ranking in kept_rankings(desk, 1)] == [[[text] for text in first]]


@pytest.mark.parametrize("fate", ["answer_lost", "never_came", "gateway_down"])
def test_it_makes_one_ranking_of_a_submit_whose_answer_is_lost(
    as_bob: Visitor, desk: Page, fate: str
) -> None:
    sent: list[str] = []

    def first_time(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}")["client_id"])
        if len(sent) > 1:
            route.continue_()
        elif fate == "gateway_down":
            route.fulfill(status=502, body="Bad gateway")
        else:
            if fate == "answer_lost":
                assert route.fetch().status == 201
            route.abort("connectionreset")

    desk.route(SUBMITS, first_time)
    submit_all(desk)
    expect_placed(desk, 0)
    desk.wait_for_event("response", lambda response: "/ranking" in response.url and response.ok)
    expect_nothing_waits(desk)
    assert len(sent) == 2
    assert len(set(sent)) == 1
    ranking = Ranking.objects.get()
    assert (ranking.revision, str(ranking.client_id)) == (1, sent[0])
