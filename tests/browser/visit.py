"""A person at the browser: logs in by the form, opens pages, and keeps account of what went wrong behind them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from labeling.accounts.models import User
from tests.people import PASSWORD

QUIET_MS = 250
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Visitor:
    context: BrowserContext
    address: str
    expected: list[str] = field(default_factory=list)
    """Parts of complaints that this very test provokes, such as a cut network."""
    heard: list[str] = field(default_factory=list)
    under_way: int = 0
    """Requests that the server has not answered yet."""

    def page(self) -> Page:
        return self.context.pages[0] if self.context.pages else self.new_tab()

    def new_tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("request", lambda request: self.count(1))
        page.on("requestfinished", lambda request: self.count(-1))
        page.on("requestfailed", self.on_failed)
        page.on("response", self.on_response)
        return page

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.heard.append(f"console: {message.text}")

    def count(self, change: int) -> None:
        self.under_way += change

    def leave(self) -> None:
        """Close the pages once the server has answered everything: a request still at work would hold the tables."""
        page = self.page()
        for _ in range(50):
            page.wait_for_timeout(QUIET_MS)
            if self.under_way <= 0:
                break
        for page in self.context.pages:
            page.close()
        time.sleep(QUIET_MS / 1000)

    def on_failed(self, request: Request) -> None:
        self.count(-1)
        # A page that is left cuts its open requests; that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.heard.append(f"failed: {request.method} {request.url} {request.failure}")

    def on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.heard.append(f"status {response.status}: {response.url}")

    def complaints(self) -> list[str]:
        return [heard for heard in self.heard if not any(part in heard for part in self.expected)]

    def log_in(self, user: User) -> None:
        """Come with the cookie of a session: the way by the form is for the tests of the form."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": self.address, "httpOnly": True}]
        )

    def log_in_by_form(
        self, user: User, *, labels: tuple[str, str] = ("E-mail", "Password"), button: str = "Log in"
    ) -> Page:
        page = self.open("/login/")
        page.get_by_label(labels[0]).fill(user.email)
        page.get_by_label(labels[1]).fill(PASSWORD)
        page.get_by_role("button", name=button).click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    def open(self, path: str) -> Page:
        page = self.page()
        page.goto(f"{self.address}{path}")
        return page

    def serious_violations(self) -> list[str]:
        """Return what axe-core finds serious or critical on the present page, by WCAG 2.2 AA."""
        page = self.page()
        # By evaluate and not by a script tag: the page's own policy forbids foreign scripts.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = page.evaluate(
            "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        return [
            f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['html'][:120]})"
            for violation in found["violations"]
            if violation["impact"] in {"serious", "critical"}
        ]
