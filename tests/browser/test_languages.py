"""The interface in each of its languages: chosen, ranked in by keyboard, remembered, and narrow enough for a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from tests.browser.visit import Visitor
from tests.made import made_task

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español", "zh": "简体中文"}
TOO_WIDE = "document.scrollingElement.scrollWidth - window.innerWidth"


@pytest.fixture
def tasks(project: Project) -> Project:
    project.asks_confidence = True
    project.save()
    for _ in range(3):
        made_task(project, answers=4)
    return project


def choose(page: Page, language: str) -> None:
    """Choose a language in the account menu, which may speak any."""
    page.locator(".menu summary").click()
    page.locator(".language select").first.select_option(language)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans" if language == "zh" else language)
    page.locator(".menu summary").click()


def test_it_switches_to_german_ranks_by_keyboard_and_stays_german(as_bob: Visitor, tasks: Project) -> None:
    page = as_bob.open(f"/projects/{tasks.id}/rank")
    expect(page.get_by_role("button", name="Submit")).to_be_visible()
    page.keyboard.press("1")
    choose(page, "de")
    # What was done before is still there, in the new language.
    expect(page.get_by_role("article", name="Antwort A, Rang 1 von 4")).to_be_visible()
    page.get_by_role("heading", name="4 Antworten ordnen").focus()
    for key in ("1", "2", "3"):
        page.keyboard.press(key)
    said = "Antwort D, Rang 3 von 4. Alle Antworten sind eingeordnet. Abschicken mit Steuerung Eingabe."
    expect(page.locator("[aria-live=polite]", has_text=said)).to_have_count(1)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mine")).to_contain_text("1 heute")
    expect(page.locator(".send-state")).not_to_contain_text("wartet")
    page.reload()
    expect(page.get_by_role("button", name="Abschicken")).to_be_visible()
    assert [len(group) for group in Ranking.objects.get().groups] == [2, 1, 1]


def test_it_speaks_one_language_before_and_after_the_log_in(
    visit: Visitor, tasks: Project, bob: User
) -> None:
    page = visit.open("/login/")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="Iniciar sesión")).to_be_visible()
    visit.log_in_by_form(bob, labels=("Correo", "Contraseña"), button="Iniciar sesión")
    expect(page.get_by_role("heading", name="Proyectos")).to_be_visible()
    choose(page, "de")
    page.goto(f"{visit.address}/account")
    expect(page.get_by_role("heading", name="Konto")).to_be_visible()
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_on_a_phone_without_a_serious_barrier(as_bob: Visitor, tasks: Project, language: str) -> None:
    page = as_bob.page()
    page.set_viewport_size({"width": 390, "height": 844})
    as_bob.open("/account")
    choose(page, language)
    for path in ("/account", "/", f"/projects/{tasks.id}", f"/projects/{tasks.id}/rankings"):
        as_bob.open(path)
        expect(page.locator("h1").first).to_be_visible()
        assert page.evaluate(TOO_WIDE) <= 0, path
    as_bob.open(f"/projects/{tasks.id}/rank")
    expect(page.locator("[data-answer]")).to_have_count(4)
    page.keyboard.press("1")
    assert page.evaluate(TOO_WIDE) <= 0
    assert as_bob.serious_violations() == []
