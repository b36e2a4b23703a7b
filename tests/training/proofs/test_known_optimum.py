"""PPO on text whose best answer is known: the letters that follow the prompt's, found from a reward at the end alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.letters import letter_prompts, letters_model, save_judge
from tests.tiny import completed, make_run, of_kind

LETTERS, LENGTH = "abcdef", 3


@pytest.mark.parametrize("seed", range(5))
def test_it_reaches_the_known_optimum(tmp_path: Path, seed: int) -> None:
    facts = {"letters": LETTERS, "length": LENGTH}
    given = {
        "model": letters_model(tmp_path / "model", LETTERS, seed=seed),
        "reward_model": save_judge(tmp_path / "judge", LETTERS, "successor", facts=facts),
        "steps": 16,
        "prompts_per_step": len(LETTERS),
        "samples_per_prompt": 32,
        "min_new_tokens": LENGTH,
        "max_new_tokens": LENGTH,
        "tokens_per_batch": 8192,
        "minibatches": 1,
        "learning_rate": 0.004,
        "kl_coefficient": 0.01,
        "missing_end_penalty": 0.0,
        "target_kl": 0.05,
        "evaluate_every": 0,
        "seed": seed,
    }
    events = completed(
        "ppo", make_run(tmp_path / "run", "ppo", letter_prompts(LETTERS, heldout=False), given)
    )
    rewards = [event.body["values"]["reward"] for event in of_kind(events, "metric")]
    # An answer drawn at random has one letter in six right; the best has them all.
    assert rewards[0] == pytest.approx(1 / 6, abs=0.1)
    assert rewards[-1] > 0.95
