"""How much goes through a model at once; less when memory runs out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import torch

Result = TypeVar("Result")


@dataclass
class TokenBudget:
    """How many token positions, padding counted, a pass may hold.

    It is halved when memory runs out, once in a run: an estimate that was a little too high should not cost the run, and
    one that was far too high should be seen.
    """

    tokens: int
    tell: Callable[[str], None]
    """Hears that it was halved."""
    halved: bool = False

    def spend(self, work: Callable[[int], Result]) -> Result:
        """Return what `work` makes within the budget. It is begun again with half of it when memory runs out."""
        try:
            return work(self.tokens)
        except (MemoryError, RuntimeError) as error:
            if self.halved or not ran_out_of_memory(error):
                raise
        # Only here, when the error is gone and with it what its frames held.
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        self.halve()
        return work(self.tokens)

    def halve(self) -> None:
        before, self.tokens, self.halved = self.tokens, max(self.tokens // 2, 1), True
        self.tell(
            f"Memory ran out with {before} tokens at once. The run goes on with {self.tokens}: that takes longer and changes "
            "the numbers by rounding alone."
        )

    def state(self) -> dict[str, Any]:
        return {"tokens": self.tokens, "halved": self.halved}

    def restore(self, state: dict[str, Any]) -> None:
        self.tokens, self.halved = state["tokens"], state["halved"]


def ran_out_of_memory(error: Exception) -> bool:
    """Tell a lack of memory, of a GPU or of the machine, from other errors; torch has no type for the machine's."""
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or "can't allocate memory" in str(error)
