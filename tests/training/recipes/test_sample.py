from __future__ import annotations

from pathlib import Path

from tests.tiny import completed, make_run, of_kind, prompt_rows, rows_of
from training.contract.rows import CompletionRow, read_rows, write_rows

SETTINGS = {"k": 3, "max_new_tokens": 6, "batch_size": 6, "top_p": 0.9}


def test_it_answers_every_prompt_k_times(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(4), {**SETTINGS, "model": llama})
    events = completed("sample", run_dir)
    rows = list(read_rows(run_dir.artifacts / "completions.jsonl", CompletionRow))
    assert [row.prompt_id for row in rows] == [f"p{n}" for n in range(4) for _ in range(3)]
    assert len({row.completion_id for row in rows}) == 12
    assert rows[0].model == llama
    assert rows[0].sampling["top_p"] == 0.9
    assert all(1 <= row.sampling["tokens"] <= 6 for row in rows)
    assert of_kind(events, "artifact")[0].body == {
        "name": "completions",
        "type": "completions",
        "path": "artifacts/completions.jsonl",
    }
    assert of_kind(events, "progress")[-1].body == {"done": 12, "total": 12, "unit": "answers"}


def test_it_goes_on_with_the_prompts_that_are_not_done(tmp_path: Path, llama: str) -> None:
    whole = make_run(tmp_path / "whole", "sample", prompt_rows(4), {**SETTINGS, "model": llama})
    completed("sample", whole)
    rows = list(read_rows(whole.artifacts / "completions.jsonl", CompletionRow))

    # What a kill leaves behind: two prompts done, a third half done, and a line that was cut.
    cut = make_run(tmp_path / "cut", "sample", prompt_rows(4), {**SETTINGS, "model": llama})
    partial = cut.artifacts / "completions.jsonl.part"
    write_rows(partial, rows[:8])
    with partial.open("a") as lines:
        lines.write('{"completion_id": "ha')
    completed("sample", cut)

    resumed = rows_of(cut.artifacts / "completions.jsonl")
    assert [row["completion_id"] for row in resumed[:6]] == [row.completion_id for row in rows[:6]]
    assert [row["text"] for row in resumed] == [row.text for row in rows]
    assert not partial.exists()
