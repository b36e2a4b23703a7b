"""The measurement of precisions: every pass of both, and how far what was kept lies from what is computed again."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.precision import add_options, run
from tests.tiny import tiny_llama


def test_it_measures_every_pass_in_both_precisions_and_float32_keeps_what_it_drew(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    sizes = ["--answers=4", "--answer-tokens=5", "--prompt-tokens=61", "--micro-batch=2", "--rounds=1"]
    figures = run(parser.parse_args([f"--model={tiny_llama(tmp_path)}", *sizes]))
    passes = {"forward_and_backward", "forward", "answering"}
    assert set(figures["speedup"]) == passes
    for seconds in figures["seconds"].values():
        assert set(seconds) == passes
        assert min(seconds.values()) > 0
    apart = figures["kept_logprob_apart_at_most"]
    assert apart["float32"] < 1e-4 < apart["bfloat16"] < 1
    assert 0 < figures["answer_logprob_apart_mean"] < 1
