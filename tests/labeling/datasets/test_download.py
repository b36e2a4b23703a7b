from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import datasets as hf
import pyarrow.parquet as pq
import pytest
from django.http import StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as st
from trl.data_utils import is_conversational

from labeling.accounts.models import User
from labeling.datasets.export import export_rows
from labeling.datasets.manifest import count_rows
from labeling.datasets.models import Dataset
from tests.conftest import ClientOf
from training.contract.rows import Message, RankingRow


def downloaded(client_of: ClientOf, user: User, dataset: Dataset, **query: str) -> tuple[str, bytes]:
    response = client_of(user).get(f"/api/datasets/{dataset.pk}/download", query)
    assert response.status_code == 200
    assert isinstance(response, StreamingHttpResponse)
    content = b"".join(response.streaming_content)
    return response["Content-Disposition"], content


@pytest.mark.parametrize("format", ["jsonl", "parquet"])
@pytest.mark.parametrize("shape", ["preference", "implicit"])
def test_it_loads_into_trl(
    dataset: Dataset, rita: User, client_of: ClientOf, tmp_path: Path, format: str, shape: str
) -> None:
    _, content = downloaded(client_of, rita, dataset, format=format, shape=shape, split="train")
    path = tmp_path / f"rows.{format}"
    path.write_bytes(content)
    builder = {"jsonl": "json", "parquet": "parquet"}[format]
    loaded = hf.load_dataset(builder, data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))
    assert len(loaded) == dataset.manifest["pairs"]["train"]
    row = loaded[0]
    assert is_conversational(row)
    assert ("prompt" in row) == (shape == "preference")
    assert [turn["role"] for turn in row["chosen"]] == (
        ["assistant"] if shape == "preference" else ["user", "assistant"]
    )
    assert row["chosen"] != row["rejected"]


def test_it_gives_every_pair_the_right_way_round(dataset: Dataset, rita: User, client_of: ClientOf) -> None:
    _, content = downloaded(client_of, rita, dataset, shape="ranking")
    better: set[tuple[str, str, str]] = set()
    for line in content.splitlines():
        row = json.loads(line)
        texts = {answer["id"]: answer["text"] for answer in row["completions"]}
        order = [texts[name] for group in row["groups"] for name in group]
        better |= {
            (row["prompt_id"], one, other) for place, one in enumerate(order) for other in order[place + 1 :]
        }
    _, content = downloaded(client_of, rita, dataset, shape="preference")
    pairs = [json.loads(line) for line in content.splitlines()]
    assert {
        (row["prompt_id"], row["chosen"][0]["content"], row["rejected"][0]["content"]) for row in pairs
    } == better
    assert len(pairs) == len(better) == 72


def test_it_gives_rankings_without_loss_in_both_formats(
    dataset: Dataset, rita: User, client_of: ClientOf
) -> None:
    _, lines = downloaded(client_of, rita, dataset, shape="ranking", split="heldout")
    _, table = downloaded(client_of, rita, dataset, shape="ranking", split="heldout", format="parquet")
    rows = [RankingRow.from_json(json.loads(line)) for line in lines.splitlines()]
    records = pq.read_table(io.BytesIO(table)).to_pylist()
    assert len(rows) == len(records) == 4
    for row, record in zip(rows, records, strict=True):
        assert record["groups"] == row.groups
        assert json.loads(record["completions"][0]["sampling"]) == row.completions[0]["sampling"]


def test_it_names_the_file_for_what_it_is(dataset: Dataset, rita: User, client_of: ClientOf) -> None:
    name, _ = downloaded(client_of, rita, dataset, shape="implicit", format="parquet", split="heldout")
    assert name == 'attachment; filename="helpful-replies-first-v1-implicit-heldout.parquet"'


def test_it_says_which_shapes_there_are(dataset: Dataset, rita: User, client_of: ClientOf) -> None:
    response = client_of(rita).get(f"/api/datasets/{dataset.pk}/download", {"shape": "round"})
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["field"] == "shape"


def test_it_says_that_the_file_is_gone(
    dataset: Dataset, rita: User, client_of: ClientOf, tmp_path: Path
) -> None:
    (tmp_path / "datasets" / str(dataset.pk) / "rankings.parquet").unlink()
    response = client_of(rita).get(f"/api/datasets/{dataset.pk}/download")
    assert response.status_code == 404
    assert "missing on this machine" in response.json()["error"]["message"]


def test_it_pages_through_the_rows(dataset: Dataset, rita: User, client_of: ClientOf) -> None:
    client, seen = client_of(rita), 0
    path: str | None = f"/api/datasets/{dataset.pk}/rows?split=heldout&limit=10"
    while path:
        page = client.get(path).json()
        seen += len(page["results"])
        path = page["next"]
    assert seen == dataset.manifest["pairs"]["heldout"]


@st.composite
def rows(draw: st.DrawFn) -> RankingRow:
    count = draw(st.integers(2, 6))
    places = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    groups = [[f"a{n}" for n in range(count) if places[n] == place] for place in sorted(set(places))]
    answers: list[dict[str, Any]] = [
        {"id": f"a{n}", "text": f"t{n}", "model": "", "sampling": {}} for n in range(count)
    ]
    return RankingRow(
        ranking_id=draw(st.uuids()).hex,
        prompt_id=draw(st.sampled_from("pqr")),
        messages=(Message("user", "?"),),
        completions=answers,
        groups=groups,
        split=draw(st.sampled_from(["train", "heldout"])),
    )


@given(st.lists(rows(), max_size=8))
def test_it_gives_as_many_pairs_as_the_manifest_says(given_rows: list[RankingRow]) -> None:
    counts = count_rows(given_rows)
    for split in ("train", "heldout"):
        own = [row for row in given_rows if row.split == split]
        assert len(list(export_rows(own, "preference"))) == counts["pairs"][split]
        assert len(list(export_rows(own, "implicit"))) == counts["pairs"][split]
        placed = [sum(len(group) for group in row.groups) for row in own]
        assert counts["pairs"][split] + counts["ties"][split] == sum(n * (n - 1) // 2 for n in placed)
