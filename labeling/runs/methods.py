"""The ways to make a model's answers better: PPO and what it is shown beside."""

from __future__ import annotations

METHODS = frozenset({"ppo", "best_of_n", "sft", "dpo", "rloo", "grpo"})
"""The verbs that are measured by what held-out answers earn over the reference's. All but best_of_n make a policy."""
