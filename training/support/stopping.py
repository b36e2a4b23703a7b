"""Early stopping: the weights with the lowest held-out loss are kept, and a run that stays above it ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass
class EarlyStopping:
    """Without patience it keeps nothing and never ends a run."""

    patience: int
    """How many looks in a row without a lower loss end the run."""
    best_step: int = 0
    """The step of the best weights, 0 before the first look."""
    best_loss: float = math.inf
    looks: int = 0
    """Looks since the best."""
    weights: Any = None
    """The best weights, in whatever form the caller keeps them."""

    def look(self, step: int, loss: float | None, weights: Callable[[], Any]) -> None:
        """Take in a held-out loss; one that is no number, or could not be measured, counts as no better."""
        if self.patience == 0:
            return
        if loss is not None and loss < self.best_loss:
            self.best_step, self.best_loss, self.looks, self.weights = step, loss, 0, weights()
        else:
            self.looks += 1

    @property
    def ended(self) -> bool:
        return 0 < self.patience <= self.looks

    def state(self) -> dict[str, Any]:
        return {
            "best_step": self.best_step,
            "best_loss": self.best_loss,
            "looks": self.looks,
            "weights": self.weights,
        }

    def restore(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)
