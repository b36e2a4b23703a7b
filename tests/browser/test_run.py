from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from labeling.runs.copying import events_copy
from labeling.runs.models import Run
from labeling.runs.services import run_create
from tests.browser.visit import Visitor
from tests.training.measures.judged import judged
from training.contract.events import now_text
from training.contract.rundir import RunDir
from training.measures.report import measure_report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(project: Project, dataset: Dataset, alice: User) -> Run:
    return run_create(project=project, verb="reward", user=alice, dataset=dataset, settings={"epochs": 1})


class Log:
    """Writes the lines a trainer would write, and lets the web copy them as its follower does."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run = run
        self.path = RunDir(folder / str(run.id)).events
        self.seq = 0

    def tell(self, kind: str, **body: object) -> None:
        self.seq += 1
        line = {"seq": self.seq, "at": now_text(), "kind": kind, **body}
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")
        events_copy(run_id=self.run.id)

    def measures(self) -> None:
        """Tell what a model is worth that two people disagree about."""
        prompts = [
            judged([3.0, 1.0, 2.0, 0.5], [[0], [1], [2, 3]], [[0, 1], [3], [2]], texts=["long" * size] * 4)
            for size in range(1, 9)
        ]
        self.tell("measures", step=40, values=measure_report(prompts, seed=0))

    def step(self, number: int, loss: float) -> None:
        self.tell("metric", step=number, values={"loss": loss, "accuracy": 0.5 + number / 100})


def test_it_draws_a_curve_that_grows(as_alice: Visitor, run: Run, settings: Settings) -> None:
    log = Log(run, settings.RUNS_DIR)
    log.tell("started", verb="reward", device="cpu", total_steps=40, resumed_from=None)
    log.tell("stage", name="train", label="Learning from the rankings")
    log.step(1, 0.7)
    page = as_alice.open(f"/runs/{run.id}")
    expect(page.get_by_text("Step 1 of 40")).to_be_visible()
    for number in range(2, 6):
        log.step(number, 0.7 - number / 50)
    expect(page.get_by_text("Step 5 of 40")).to_be_visible()
    expect(page.locator("canvas").first).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_enabled()
    log.tell(
        "failed", reason="The loss is not a number at step 6.", hint="Lower the learning rate.", type="nan"
    )
    expect(page.get_by_text("The loss is not a number at step 6.").first).to_be_visible()
    expect(page.get_by_text("Lower the learning rate.").first).to_be_visible()


def test_it_stops_a_run_from_its_page(as_alice: Visitor, run: Run, settings: Settings) -> None:
    log = Log(run, settings.RUNS_DIR)
    log.tell("started", verb="reward", device="cpu", total_steps=40, resumed_from=None)
    page = as_alice.open(f"/runs/{run.id}")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("stopping").first).to_be_visible()
    assert RunDir(settings.RUNS_DIR / str(run.id)).stop_requested()


def test_it_pauses_a_run_from_its_page_and_goes_on_with_it(
    as_alice: Visitor, run: Run, settings: Settings
) -> None:
    log = Log(run, settings.RUNS_DIR)
    log.tell("started", verb="reward", device="cpu", total_steps=40, resumed_from=None)
    log.step(3, 0.7)
    page = as_alice.open(f"/runs/{run.id}")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Pauses after the present step. Step 3 of 40.")).to_be_visible()
    assert RunDir(settings.RUNS_DIR / str(run.id)).stop_requested() == "pause"
    log.tell("checkpoint", step=3, path="checkpoints/step-000003")
    log.tell("stopped", step=3, reason="pause", next="It goes on when you say so.")
    expect(page.get_by_text("Paused at step 3 of 40.")).to_be_visible()
    page.get_by_role("button", name="Go on from step 3").click()
    expect(page.get_by_text("Waits for a worker")).to_be_visible()


def test_it_shows_what_the_model_is_worth_with_its_numbers_a_click_away(
    as_alice: Visitor, run: Run, settings: Settings
) -> None:
    log = Log(run, settings.RUNS_DIR)
    log.tell("started", verb="reward", device="cpu", total_steps=40, resumed_from=None)
    log.step(40, 0.4)
    log.measures()
    page = as_alice.open(f"/runs/{run.id}")
    expect(page.get_by_role("heading", name="How good it is")).to_be_visible()
    expect(page.get_by_text("16 rankings by 2 annotators")).to_be_visible()
    panel = page.get_by_role("region", name="Where it is right")
    panel.get_by_role("button", name="Ranks apart").click()
    expect(panel.get_by_text("1 rank apart").first).to_be_visible()
    panel.get_by_text("Numbers").click()
    expect(panel.get_by_role("table")).to_contain_text("preferred is about as long")
    with page.expect_download() as download:
        panel.get_by_role("link", name="CSV of Where it is right").click()
    assert download.value.suggested_filename == "reward-model-1-measures-slices.csv"
    assert download.value.path().read_text().startswith("by,name,prompts,accuracy,accuracy_low")


PAGES = (
    "",
    "/prompts",
    "/import",
    "/members",
    "/settings",
    "/datasets",
    "/runs",
    "/runs/new?verb=ppo",
    "/models",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_has_no_serious_barrier(
    as_alice: Visitor, project: Project, run: Run, settings: Settings, width: int, scheme: str
) -> None:
    log = Log(run, settings.RUNS_DIR)
    log.tell("started", verb="reward", device="cpu", total_steps=40, resumed_from=None)
    log.step(1, 0.7)
    log.step(2, 0.6)
    log.measures()
    page = as_alice.page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    paths = ["/", "/account", f"/runs/{run.id}", f"/datasets/{run.dataset_id}"]
    for path in [*paths, *(f"/projects/{project.id}{end}" for end in PAGES)]:
        as_alice.open(path)
        expect(page.locator("h1").first).to_be_visible()
        page.wait_for_load_state("networkidle") if "/runs/" not in path else page.wait_for_timeout(500)
        found[path] = as_alice.serious_violations()
    assert {path: violations for path, violations in found.items() if violations} == {}
