from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.rankings.services import ranking_submit
from tests.browser.visit import Visitor
from tests.made import claimed, made_task

pytestmark = pytest.mark.django_db(transaction=True)


def rank_all(project: Project, alice: User, bob: User, tasks: int, *, fast_from: int) -> Project:
    """Let Alice and Bob rank tasks of two domains. They differ on every third; Bob stops reading at `fast_from`."""
    project.overlap = 2
    project.save()
    for number in range(tasks):
        made_task(project, answers=4, domain=("helpful", "honest")[number % 2])
    for number in range(tasks):
        for user in (alice, bob):
            assignment = claimed(project, user)
            turned = user == bob and number % 3 == 0
            answers = sorted(assignment.task.completions.all(), key=lambda one: one.text, reverse=turned)
            ranking_submit(
                assignment=assignment,
                groups=[[str(answer.id)] for answer in answers],
                client_id=uuid4(),
                active_ms=60 if user == bob and number >= fast_from else 60_000 + number * 2_000,
            )
    return project


@pytest.fixture
def worked(project: Project, alice: User, bob: User) -> Project:
    return rank_all(project, alice, bob, 6, fast_from=6)


def test_it_shows_the_board_and_its_numbers_by_keyboard(as_alice: Visitor, worked: Project) -> None:
    page = as_alice.open(f"/projects/{worked.id}/quality")
    expect(page.get_by_text("From 12 rankings")).to_be_visible()
    agreement = page.get_by_role("region", name="Agreement", exact=True)
    expect(agreement.get_by_text("66.7 %").first).to_be_visible()
    agreement.get_by_text("Numbers").focus()
    page.keyboard.press("Enter")
    expect(agreement.get_by_role("row", name="honest")).to_be_visible()
    agreement.get_by_role("button", name="Tau-b").press("Enter")
    expect(agreement.get_by_text("Kendall's tau-b of two people's rankings")).to_be_visible()
    heat = page.get_by_role("region", name="Who agrees with whom")
    expect(heat.get_by_role("cell", name="0.33").first).to_be_visible()


def test_it_tells_on_top_that_a_gate_has_jumped(
    as_alice: Visitor, project: Project, alice: User, bob: User
) -> None:
    rank_all(project, alice, bob, 24, fast_from=15)
    page = as_alice.open(f"/projects/{project.id}/quality")
    alarms = page.get_by_label("Alarms")
    expect(alarms).to_contain_text("Speed: 15 of 24 pass now, 24 of 24 in the window before")
    expect(alarms).to_contain_text("Look at the fastest people")


def test_it_downloads_a_table(as_alice: Visitor, worked: Project) -> None:
    page = as_alice.open(f"/projects/{worked.id}/quality")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV of Who agrees with whom").click()
    assert download.value.suggested_filename == "helpful-replies-pairs.csv"
    assert download.value.path().read_text().startswith("one,other,tasks,agreement_raw,")


def test_it_says_why_a_board_is_empty(as_alice: Visitor, project: Project) -> None:
    page = as_alice.open(f"/projects/{project.id}/quality")
    expect(page.get_by_text("There are no rankings yet.").first).to_be_visible()
    expect(page.get_by_text("No two people have ranked the same task yet.")).to_be_visible()
    expect(page.get_by_text("Nobody has ranked anything yet.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_has_no_serious_barrier(as_alice: Visitor, worked: Project, width: int, scheme: str) -> None:
    page = as_alice.page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    as_alice.open(f"/projects/{worked.id}/quality")
    expect(page.get_by_text("From 12 rankings")).to_be_visible()
    for numbers in page.get_by_text("Numbers", exact=True).all():
        numbers.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert as_alice.serious_violations() == []
