"""People join by a link and rank; owners see it, and other programs hear of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings

from labeling.hooks.deliver import delivery_attempt
from labeling.hooks.models import Delivery, Kind
from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from tests.browser.visit import Visitor
from tests.made import made_task
from tests.people import PASSWORD
from tests.receiver import Receiver, is_signed, receiving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_ALLOW_PRIVATE = True
    with receiving() as found:
        yield found


@pytest.fixture
def dora(chromium: Browser, live_server: object) -> Iterator[Visitor]:
    """Somebody without an account, in a browser of her own."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    visitor = Visitor(context=context, address=str(live_server))
    yield visitor
    visitor.leave()
    context.close()
    assert visitor.complaints() == []


def test_it_brings_somebody_new_from_a_link_to_a_signed_event(
    as_alice: Visitor, dora: Visitor, project: Project, receiver: Receiver
) -> None:
    made_task(project, answers=2)
    secret = set_up_webhook(as_alice, project, receiver)
    link = make_link(as_alice, project)
    page = dora.open(link.removeprefix(dora.address))
    expect(page.get_by_role("heading", name="Join Helpful replies")).to_be_visible()
    sign_up(page)
    expect(page.get_by_role("heading", name="Helpful replies")).to_be_visible()
    page.goto(f"{dora.address}/projects/{project.id}/rank")
    expect(page.locator("[data-answer]")).to_have_count(2)
    for placed, key in enumerate("12", start=1):
        page.keyboard.press(key)
        expect(page.locator("[data-answer][data-placed=true]")).to_have_count(placed)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Everything here is ranked")).to_be_visible()
    assert Ranking.objects.get().annotator.name == "Dora"  # type: ignore[union-attr]
    for delivery in Delivery.objects.order_by("created_at"):
        delivery_attempt(delivery_id=delivery.pk)
    assert {got.headers["webhook-id"] for got in receiver.got} == {
        str(delivery.event_id) for delivery in Delivery.objects.all()
    }
    kinds = {Kind.RANKING_SUBMITTED, Kind.PROJECT_FINISHED}
    assert {delivery.event.kind for delivery in Delivery.objects.select_related("event")} == kinds
    assert all(is_signed(got, secret) for got in receiver.got)
    see_it(as_alice, project)


def set_up_webhook(visitor: Visitor, project: Project, receiver: Receiver) -> str:
    page = visitor.open(f"/projects/{project.id}/settings/webhooks")
    page.get_by_label("Address").fill(receiver.address)
    page.get_by_role("checkbox", name="ranking.submitted").check()
    page.get_by_role("checkbox", name="project.finished").check()
    page.get_by_role("button", name="Add", exact=True).click()
    return page.locator("code.token").inner_text()


def make_link(visitor: Visitor, project: Project) -> str:
    page = visitor.open(f"/projects/{project.id}/members")
    page.get_by_role("button", name="Make a link").click()
    return page.locator("code.token").inner_text()


def sign_up(page: Page) -> None:
    page.get_by_label("Name").fill("Dora")
    page.get_by_label("E-mail").fill("dora@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up and join").click()


def see_it(visitor: Visitor, project: Project) -> None:
    """Alice finds the delivery, the used link and the audit entry; then she pauses Dora by key."""
    page = visitor.open(f"/projects/{project.id}/settings/webhooks")
    page.get_by_text("Deliveries").click()
    expect(page.get_by_text("delivered").first).to_be_visible()
    page = visitor.open(f"/projects/{project.id}/settings/audit")
    expect(page.get_by_text("joined by an invitation as annotator")).to_be_visible()
    page = visitor.open(f"/projects/{project.id}/members")
    expect(page.get_by_text("used up")).to_be_visible()
    page.get_by_role("button", name="Pause Dora").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Dora is paused.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_has_no_serious_barrier(
    as_alice: Visitor, dora: Visitor, project: Project, receiver: Receiver, width: int, scheme: str
) -> None:
    set_up_webhook(as_alice, project, receiver)
    link = make_link(as_alice, project)
    found: dict[str, list[str]] = {}
    shown = [(dora, link.removeprefix(dora.address))]
    base = f"/projects/{project.id}"
    shown += [(as_alice, f"{base}{end}") for end in ("/members", "/settings/webhooks", "/settings/audit")]
    for visitor, path in [*shown, (as_alice, "/account")]:
        page = visitor.page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        visitor.open(path)
        expect(page.locator("h1").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        found[path] = visitor.serious_violations()
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
    assert {path: violations for path, violations in found.items() if violations} == {}
