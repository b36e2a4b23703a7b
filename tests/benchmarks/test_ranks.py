"""The measurement of ranks: what it reads out of a run's events."""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median

from benchmarks.ppo_material import untrained_reward_model
from benchmarks.ranks import add_options, figures, settings
from tests.tiny import completed, make_run, of_kind, prompt_rows, tiny_llama


def test_it_reads_what_a_step_takes_and_what_rank_0_holds(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    llama = tiny_llama(tmp_path / "llama")
    sizes = ["--steps=3", "--prompts=2", "--answer-tokens=4", "--epochs=1"]
    given = settings(
        parser.parse_args([f"--model={llama}", *sizes]), untrained_reward_model(llama, tmp_path / "reward")
    )
    told = {}
    for tuning in ("lora", "full"):
        run_dir = make_run(tmp_path / tuning, "ppo", prompt_rows(2), {**given, "tuning": tuning})
        events = completed("ppo", run_dir)
        told[tuning] = figures(events)
        learned = [event.body["values"]["seconds_train"] for event in of_kind(events, "metric")]
        assert told[tuning]["seconds"]["train"] == round(median(learned[1:]), 2)
    for one in told.values():
        assert set(one["seconds"]) == {"generate", "score", "train"}
        assert one["peak_mb"] > one["held_mb"] > 0
    assert told["full"]["held_mb"] > told["lora"]["held_mb"]
