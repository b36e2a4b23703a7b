"""The ranking page in Chromium: bytes of the first load, how soon a task stands there, long tasks, and the way to the next task.

Every load begins with an empty cache. The figures are taken twice: as this machine is, and with its processor slowed
four times, which is about a cheap phone.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from benchmarks.database import own_database
from benchmarks.web import BASE_DIR, running_web

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

PASSWORD = "a password for this measurement"  # noqa: S105  of a database that lives for a minute
SLOWED = 4
FETCH_AHEAD_MS = 2000
WATCH = """
window.podium = {longTasks: [], shown: null};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.podium.longTasks.push([entry.startTime, entry.duration]);
}).observe({type: "longtask", buffered: true});
const look = new MutationObserver(() => {
  if (!document.querySelector("[data-answer]")) return;
  window.podium.shown = performance.now();
  look.disconnect();
});
document.addEventListener("DOMContentLoaded", () => look.observe(document, {childList: true, subtree: true}));
"""
NEXT = """
() => new Promise((resolve) => {
  const prompt = document.querySelector("[data-answer]").dataset.answer;
  const began = performance.now();
  const look = new MutationObserver(() => {
    const shown = document.querySelector("[data-answer]");
    if (!shown || shown.dataset.answer === prompt) return;
    look.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - began));
  });
  look.observe(document, {childList: true, subtree: true, attributes: true});
  const press = {key: "Enter", ctrlKey: true, bubbles: true};
  document.querySelector("[data-answer]").dispatchEvent(new KeyboardEvent("keydown", press));
})
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--loads", type=int, default=5, help="first loads of the page; the medians are given")
    parser.add_argument("--tasks", type=int, default=20, help="tasks ranked one after the other")


def run(options: argparse.Namespace) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise SystemExit("No Chromium found: install it (Debian: apt-get install chromium).")
    with own_database(), running_web(workers=2, threads=4) as port:
        address = make_project(options.tasks + options.loads * 2 + 10)
        with sync_playwright() as playwright:
            root = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu", *root])
            figures = {
                "as_is": loads(browser, port, address, options.loads, slowed=1),
                "slowed": loads(browser, port, address, options.loads, slowed=SLOWED),
                "next_task": next_tasks(browser, port, address, options.tasks),
                "chromium": browser.version,
            }
            browser.close()
    return {
        "first_load_bytes": figures["as_is"]["gzipped"],  # type: ignore[index]  # made three lines above
        **figures,
        "slowed_by": SLOWED,
        "cpus": os.cpu_count(),
    }


def make_project(tasks: int) -> str:
    from benchmarks.project import people_make, project_make, settle
    from labeling.accounts.models import User

    people = people_make(1)
    user = User.objects.get(pk=people[0].user_id)
    user.set_password(PASSWORD)
    user.save()
    project = project_make(tasks=tasks, answers=4, overlap=1, people=people)
    settle()
    return f"/projects/{project.id}/rank"


def logged_in(browser: Browser, port: int) -> Page:
    page = browser.new_context(base_url=f"http://127.0.0.1:{port}").new_page()
    page.goto("/login/")
    page.get_by_label("E-mail").fill("annotator0@benchmark.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.wait_for_load_state("networkidle")
    return page


def loads(browser: Browser, port: int, address: str, count: int, *, slowed: int) -> dict[str, Any]:
    page = logged_in(browser, port)
    page.add_init_script(WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    kinds: dict[str, str] = {}
    received: dict[str, int] = defaultdict(int)
    files: set[str] = set()

    def note(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"].lower()
        files.add(urlsplit(event["response"]["url"]).path)

    session.on("Network.responseReceived", note)
    session.on(
        "Network.loadingFinished",
        lambda event: received.update(
            {
                kinds.get(event["requestId"], "other"): received[kinds.get(event["requestId"], "other")]
                + int(event["encodedDataLength"])
            }
        ),
    )
    seen = []
    for _ in range(count):
        received.clear()
        files.clear()
        page.goto(address)
        page.locator("[data-answer]").first.wait_for()
        page.wait_for_load_state("networkidle")
        seen.append({**page.evaluate(LOADED), "bytes": dict(received)})
    page.context.close()
    return {
        **{name: round(median(one[name] for one in seen), 1) for name in LOADED_FIGURES},
        "bytes": seen[-1]["bytes"],
        "gzipped": sum(map(gzipped, files)),
    }


def gzipped(path: str) -> int:
    """Return the bytes of a script or style as gzip packs it; 0 for everything else."""
    file = BASE_DIR / "frontend" / "dist" / (path.removeprefix("/static/") + ".gz")
    return file.stat().st_size if file.is_file() else 0


LOADED_FIGURES = ("first_contentful_paint_ms", "task_shown_ms", "long_tasks", "blocking_ms")
LOADED = """
() => ({
  first_contentful_paint_ms: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  task_shown_ms: window.podium.shown,
  long_tasks: window.podium.longTasks.length,
  blocking_ms: window.podium.longTasks.reduce((sum, [, length]) => sum + length - 50, 0),
})
"""


def next_tasks(browser: Browser, port: int, address: str, count: int) -> dict[str, Any]:
    """Rank one task after the other; return milliseconds from the submitting key to the next task's frame.

    Nobody reads four answers in less time than the task after this one takes to come: it is waited for.
    """
    page = logged_in(browser, port)
    page.goto(address)
    page.locator("[data-answer]").first.wait_for()
    page.wait_for_timeout(FETCH_AHEAD_MS)
    spent = []
    for _ in range(count):
        for key in "1234":
            page.keyboard.press(key)
        with page.expect_response(is_claim):
            spent.append(float(page.evaluate(NEXT)))
    page.context.close()
    return {"n": count, "median_ms": round(median(spent), 1), "max_ms": round(max(spent), 1)}


def is_claim(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/assignments")
