from __future__ import annotations

import pytest
from playwright.sync_api import expect

from labeling.datasets.models import Dataset
from labeling.runs.models import Run
from tests.browser.visit import Visitor
from tests.labeling.evaluations.tried import CURVE, asked, ended

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ppo(dataset: Dataset) -> Run:
    """Of four methods that were tried."""
    ended(asked(dataset, "best_of_n", samples=2), 0.5, samples=2, curve=CURVE)
    ended(asked(dataset, "dpo"), 0.75)
    asked(dataset, "grpo")
    return ended(asked(dataset, "ppo"), 1.5)


def test_a_run_leads_to_its_baselines_and_a_click_starts_another(as_alice: Visitor, ppo: Run) -> None:
    page = as_alice.open(f"/runs/{ppo.id}")
    page.get_by_role("link", name="beside other methods").click()
    table = page.get_by_role("region", name="Methods")
    expect(table.get_by_role("row")).to_have_count(6)
    expect(table.get_by_role("row").nth(1)).to_contain_text("Policy 1")
    expect(page.get_by_role("img", name="Gain in reward")).to_be_visible()
    page.get_by_role("navigation", name="Start on the same data").get_by_role("button", name="SFT").click()
    expect(table.get_by_role("row", name="SFT policy 1")).to_contain_text("queued")
    assert Run.objects.get(verb="sft").spec["settings"]["max_new_tokens"] == 48


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_has_no_serious_barrier(as_alice: Visitor, ppo: Run, width: int, scheme: str) -> None:
    page = as_alice.page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    as_alice.open(f"/projects/{ppo.project_id}/evaluations/methods")
    expect(page.get_by_role("img", name="Gain in reward")).to_be_visible()
    assert as_alice.serious_violations() == []
