"""Take the pictures of README and docs from a running site with the demo in it: `make screenshots`.

Pictures are of the real product, so they stay true. Every page is taken wide and narrow, light and dark, into
var/screenshots to look at; those that README shows are copied to docs/images.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "var" / "screenshots"
SHOWN = ROOT / "docs" / "images"
PASSWORD = "podium-demo"
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
IN_README = {
    "rank-wide-light",
    "rank-phone-dark",
    "run-ppo-wide-light",
    "evaluation-wide-light",
    "quality-wide-light",
}


@dataclass(frozen=True)
class Shot:
    name: str
    path: str
    ready: str
    whole: bool = True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--project", default="The loop", help="how the name of the lead's project begins")
    parser.add_argument("--only", default="", help="names of pages, separated by commas")
    chosen = parser.parse_args()
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        sys.stderr.write("No Chromium found: install it (Debian: apt-get install chromium).\n")
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    SHOWN.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu", *root])
        for size in SIZES:
            for scheme in ("light", "dark"):
                take_all(browser, chosen, size, scheme)
        browser.close()
    for name in sorted(IN_README):
        if (TARGET / f"{name}.png").exists():
            shutil.copyfile(TARGET / f"{name}.png", SHOWN / f"{name}.png")
    return 0


def take_all(browser: Browser, chosen: argparse.Namespace, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    only = set(filter(None, chosen.only.split(",")))
    context = browser.new_context(
        base_url=chosen.address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for email, shots in (("bea@demo.example", annotator_shots), ("lead@demo.example", lead_shots)):
        log_in(page, email)
        for shot in shots(page, chosen.project):
            if not only or shot.name in only:
                take(page, shot, f"{shot.name}-{size}-{scheme}")
        context.clear_cookies()
    context.close()


def log_in(page: Page, email: str) -> None:
    page.goto("/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login" not in url)


def take(page: Page, shot: Shot, name: str) -> None:
    page.goto(shot.path)
    page.locator(shot.ready).first.wait_for()
    page.wait_for_load_state("networkidle")
    if shot.name == "rank":
        for key in "21":
            page.keyboard.press(key)
    page.wait_for_timeout(400)
    page.screenshot(path=str(TARGET / f"{name}.png"), full_page=shot.whole)
    sys.stdout.write(f"{name}\n")


def annotator_shots(page: Page, _: str) -> list[Shot]:
    project = first(page, "/api/projects", is_demo=True)
    return [Shot("rank", f"/projects/{project['id']}/rank", "[data-answer]", whole=False)]


def lead_shots(page: Page, name: str) -> list[Shot]:
    shots = [Shot("projects", "/", "h1")]
    loop = first(page, "/api/projects", starts=name)
    project = loop or first(page, "/api/projects")
    base = f"/projects/{project['id']}"
    shots += [
        Shot("project", base, "h1"),
        Shot("prompts", f"{base}/prompts", "h1", whole=False),
        Shot("quality", f"{base}/quality", "h1"),
        Shot("reviews", f"{base}/review", "h1"),
        Shot("members", f"{base}/members", "h1"),
        Shot("import", f"{base}/import", "h1"),
        Shot("settings", f"{base}/settings", "h1"),
        Shot("webhooks", f"{base}/settings/webhooks", "h1"),
        Shot("audit", f"{base}/settings/audit", "h1"),
        Shot("datasets", f"{base}/datasets", "h1"),
        Shot("runs", f"{base}/runs", "h1"),
        Shot("new-run", f"{base}/runs/new?verb=ppo", "h1"),
        Shot("models", f"{base}/models", "h1"),
        Shot("evaluations", f"{base}/evaluations", "h1"),
        Shot("account", "/account", "h1"),
    ]
    for run in results(page, f"/api/projects/{project['id']}/runs"):
        shots.append(Shot(f"run-{run['verb']}", f"/runs/{run['id']}", "h1", whole=False))
    for dataset in results(page, f"/api/projects/{project['id']}/datasets")[:1]:
        shots.append(Shot("dataset", f"/datasets/{dataset['id']}", "h1"))
    for evaluation in results(page, f"/api/projects/{project['id']}/evaluations")[:1]:
        shots.append(Shot("evaluation", f"/evaluations/{evaluation['id']}", "h1", whole=False))
    return shots


def results(page: Page, path: str) -> list[dict[str, Any]]:
    answer: Any = page.request.get(path).json()
    found: list[dict[str, Any]] = answer if isinstance(answer, list) else answer["results"]
    return found


def first(page: Page, path: str, *, starts: str = "", is_demo: bool | None = None) -> dict[str, Any]:
    found = [
        row
        for row in results(page, path)
        if row["name"].startswith(starts) and (is_demo is None or row["is_demo"] is is_demo)
    ]
    return found[0] if found else {}


if __name__ == "__main__":
    sys.exit(main())
