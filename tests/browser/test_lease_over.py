"""The lid is closed for longer than the lease: the work is still there, and is kept whoever has the seat by then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import Page, Response, expect

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.rankings.models import Ranking
from labeling.tasks.models import Assignment, Seat
from tests.browser.desk import (
    expect_nothing_waits,
    expect_placed,
    kept_rankings,
    made_tasks,
    open_desk,
    press,
    shown_texts,
    texts_of,
)
from tests.browser.visit import Visitor
from tests.made import claimed, ranked
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)
AWAY = timedelta(hours=2)


@pytest.fixture
def carol(project: Project) -> User:
    """Another annotator, who works while Bob is away."""
    carol = person("Carol")
    Member.objects.create(project=project, user=carol, role=Member.Role.ANNOTATOR)
    return carol


@pytest.fixture
def desk(as_bob: Visitor, project: Project) -> Page:
    """Bob's desk with two of four answers placed, kept as a draft, and the next task fetched."""
    made_tasks(project, 3)
    page = as_bob.page()
    page.clock.install()
    open_desk(as_bob, project)
    page.wait_for_load_state("networkidle")
    press(page, "4", "3")
    expect(page.locator(".send-state")).to_have_text("saved")
    return page


def close_lid() -> None:
    """Let the lease run out on the server, as it would over two hours."""
    Assignment.objects.update(lease_until=F("lease_until") - AWAY)
    Seat.objects.filter(lease_until__isnull=False).update(lease_until=F("lease_until") - AWAY)


def open_lid(page: Page) -> None:
    """Wake the page: its timers fire once, as those of a machine that slept."""
    page.clock.fast_forward(int(AWAY.total_seconds() * 1000))


def is_claim(answer: Response) -> bool:
    return answer.request.method == "POST" and answer.url.endswith("/assignments")


def prompt_of(page: Page) -> str:
    return page.get_by_label("Prompt").inner_text()


def test_it_goes_on_where_it_was_when_the_lid_is_opened(desk: Page) -> None:
    first = shown_texts(desk)
    close_lid()
    open_lid(desk)
    expect_placed(desk, 2)
    press(desk, "2", "1", "Control+Enter")
    ranking = kept_rankings(desk, 1)[0]
    assert texts_of(ranking) == [[text] for text in reversed(first)]
    assert (ranking.late, Seat.objects.filter(filled_at__isnull=False).count()) == (False, 1)
    expect_nothing_waits(desk)


def test_it_keeps_a_late_ranking_and_says_so(
    as_bob: Visitor, desk: Page, project: Project, carol: User
) -> None:
    as_bob.expected = ["409"]
    first, prompt = shown_texts(desk), prompt_of(desk)
    close_lid()
    hers = claimed(project, carol)
    open_lid(desk)
    press(desk, "2", "1", "Control+Enter")
    expect(desk.get_by_text("A ranking came after the time for it had run out")).to_be_visible()
    late = Ranking.objects.get()
    assert (late.late, texts_of(late)) == (True, [[text] for text in reversed(first)])
    assert hers.task_id == late.task_id
    assert ranked(hers).late is False
    assert Ranking.objects.filter(task=late.task).count() == 2
    assert prompt_of(desk) != prompt
    desk.get_by_role("button", name="Understood").click()
    expect(desk.get_by_text("A ranking came after")).to_be_hidden()


def test_it_says_that_the_seats_are_gone_and_fetches_another_task(
    as_bob: Visitor, desk: Page, project: Project, carol: User
) -> None:
    """Carol has taken both the task at work and the one that was fetched ahead."""
    as_bob.expected = ["409"]
    close_lid()
    first = claimed(project, carol)
    second = claimed(project, carol, held=[first.id])
    open_lid(desk)
    press(
        desk, "2"
    )  # A sign of life: now the seats are asked for anew, and another task when both are refused.
    with desk.expect_response(is_claim):
        desk.clock.fast_forward(60_000)
    expect(desk.get_by_text("This task is no longer held for you.")).to_be_visible()
    expect_placed(desk, 3)
    press(desk, "1", "Control+Enter")
    ranking = kept_rankings(desk, 1)[0]
    assert (ranking.late, ranking.task_id) == (True, first.task_id)
    expect(desk.get_by_label("Prompt")).to_contain_text("kettle 2")
    assert second.task.prompt.messages[0]["content"] not in prompt_of(desk)
