from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.rankings.services import ranking_submit
from labeling.reviews.models import Adjudication
from tests.browser.visit import Visitor
from tests.made import claimed, made_task

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def disputed(project: Project, alice: User, bob: User) -> Project:
    """A task of which Alice and Bob say the opposite."""
    project.overlap = 2
    project.save()
    made_task(project, answers=3)
    for user in (alice, bob):
        assignment = claimed(project, user)
        answers = sorted(assignment.task.completions.all(), key=lambda one: one.text, reverse=user == bob)
        groups = [[str(answer.id)] for answer in answers]
        ranking_submit(assignment=assignment, groups=groups, client_id=uuid4())
    return project


def test_it_settles_a_disagreement_by_keyboard(as_alice: Visitor, disputed: Project) -> None:
    page = as_alice.open(f"/projects/{disputed.id}/review")
    page.get_by_role("link", name="How do I boil an egg?").press("Enter")
    expect(page.get_by_text("Annotator 2")).to_be_visible(timeout=20_000)
    for key in "213":
        page.keyboard.press(key)
    page.get_by_label("Why this order").fill("The guidelines prefer short answers.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The guidelines prefer short answers.").first).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name="Settled")).to_be_visible()
    assert as_alice.serious_violations() == []
    kept = Adjudication.objects.get()
    assert (kept.reviewer.name, len(kept.groups)) == ("Alice", 3)
