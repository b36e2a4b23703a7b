"""Chromium against a live server. Skipped, with its reason, where the browser or the built front end is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.datasets.freeze import dataset_freeze
from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from tests.browser.visit import Visitor
from tests.made import claimed, made_task, ranked

# Playwright's own loop runs in the test's thread; Django would take that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(
            "no Chromium found: install it (Debian: apt-get install chromium) to run the browser tests"
        )
    if not (settings.FRONTEND_DIST / ".vite" / "manifest.json").exists():
        pytest.skip("the front end is not built: run make setup")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *root])
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, live_server: object) -> Iterator[Visitor]:
    """Open pages as a logged-in person; at the end no console error and no failed request may have happened."""
    visitor = Visitor(context=context, address=str(live_server))
    yield visitor
    visitor.leave()
    assert visitor.complaints() == []


@pytest.fixture
def as_bob(visit: Visitor, bob: User) -> Visitor:
    visit.log_in(bob)
    return visit


@pytest.fixture
def as_alice(visit: Visitor, alice: User) -> Visitor:
    visit.log_in(alice)
    return visit


@pytest.fixture
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.RUNS_DIR = tmp_path / "runs"
    settings.DATASETS_DIR = tmp_path / "datasets"


@pytest.fixture
def dataset(folders: None, project: Project, bob: User, alice: User) -> Dataset:
    for _ in range(4):
        made_task(project)
    for _ in range(4):
        ranked(claimed(project, bob))
    return dataset_freeze(project=project, name="first", user=alice, heldout_share=0.5)
