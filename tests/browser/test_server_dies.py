"""The server is killed in the middle of a submit and comes back: exactly one ranking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from playwright.sync_api import BrowserContext, expect

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.rankings.models import Ranking
from tests.browser.desk import (
    expect_nothing_waits,
    expect_placed,
    kept_rankings,
    made_tasks,
    open_desk,
    shown_texts,
    submit_all,
    texts_of,
    waited,
)
from tests.browser.visit import Visitor
from tests.processes import WebProcess

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def web(project: Project) -> Iterator[WebProcess]:
    process = WebProcess()
    process.start()
    yield process
    process.kill()


@pytest.fixture
def at_web(context: BrowserContext, web: WebProcess, bob: User) -> Iterator[Visitor]:
    visitor = Visitor(context=context, address=web.address)
    visitor.expected = ["ERR_"]
    visitor.log_in(bob)
    yield visitor
    visitor.leave()
    assert visitor.complaints() == []


def test_it_makes_one_ranking_of_a_submit_that_the_server_died_of(
    at_web: Visitor, web: WebProcess, project: Project, bob: User
) -> None:
    made_tasks(project, 3)
    page = open_desk(at_web, project)
    page.wait_for_load_state("networkidle")
    first = shown_texts(page)
    with transaction.atomic():
        # The server's own transaction waits for this row, and so is killed while it is open.
        Member.objects.select_for_update().get(project=project, user=bob)
        submit_all(page)
        waited(page, lambda: True if count(WAITING) else None)
        web.kill()
    expect_placed(page, 0)
    expect(page.locator(".send-state")).to_contain_text("1 waiting")
    assert Ranking.objects.count() == 0
    second = shown_texts(page)
    submit_all(page)
    expect(page.locator(".send-state")).to_contain_text("2 waiting")
    web.start()
    expect_nothing_waits(page)
    rankings = kept_rankings(page, 2)
    assert [texts_of(ranking) for ranking in rankings] == [
        [[text] for text in each] for each in (first, second)
    ]
    expect_placed(page, 0)


def count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
