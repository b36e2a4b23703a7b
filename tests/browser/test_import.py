"""An owner brings a file in: maps its columns, looks at what would come, takes it in, and gets every bad line named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect
from pytest_django.fixtures import Settings

from labeling.projects.models import Project
from labeling.prompts.models import Prompt
from tests.browser.visit import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = """wording,one_way,other_way
How do I descale a kettle?,With vinegar.,Throw it away.
What is dew?,Water from the air.,
What is fog?,A cloud that lies down.,Smoke.
"""


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.IMPORTS_DIR = tmp_path / "imports"


def test_it_maps_previews_imports_and_reports_a_bad_line(as_alice: Visitor, project: Project) -> None:
    page = as_alice.open(f"/projects/{project.id}/import")
    file: FilePayload = {"name": "ways.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.get_by_label("File to import").set_input_files(file)
    page.get_by_label("Prompt", exact=True).select_option("wording")
    for name in ("one_way", "other_way"):
        page.get_by_role("checkbox", name=name).check()
    preview = page.get_by_role("region", name="The first rows as they would come in, table")
    expect(preview.get_by_role("row", name="2 How do I descale a kettle?")).to_contain_text("Throw it away.")
    bad = page.get_by_role("region", name="Lines to mend, table").get_by_role("row").last
    expect(bad).to_contain_text("3")
    expect(bad).to_contain_text("K = 1 cannot be ranked")
    expect(page.get_by_role("button", name="Import 2 prompts")).to_be_disabled()
    page.get_by_label("Lines that cannot be used").select_option("Leave them out")
    assert Prompt.objects.count() == 0
    page.get_by_role("button", name="Import 2 prompts").click()
    expect(page.get_by_text("2 prompts with 4 answers imported, 2 tasks made")).to_be_visible()
    assert Prompt.objects.count() == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="All bad lines, as CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as report:
        rows = list(csv.DictReader(report))
    assert [(row["line"], row["field"]) for row in rows] == [("3", "completions")]
