"""How much goes through a model at once; less when memory runs out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import torch

Result = TypeVar("Result")


@dataclass
class Budget:
    """How much may be held at once: token positions of a pass, padding counted, or answers that are written side by side.

    It is halved when memory runs out, once in a run: an estimate that was a little too high should not cost the run, and
    one that was far too high should be seen.
    """

    size: int
    tell: Callable[[str], None]
    """Hears that it was halved."""
    unit: str = "tokens"
    halved: bool = False

    def spend(self, work: Callable[[int], Result]) -> Result:
        """Return what `work` makes within the budget. It is begun again with half of it when memory runs out."""
        try:
            return work(self.size)
        except (MemoryError, RuntimeError) as error:
            if self.halved or not ran_out_of_memory(error):
                raise
        # Only here, when the error is gone and with it what its frames held.
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        self.halve()
        return work(self.size)

    def halve(self) -> None:
        before, self.size, self.halved = self.size, max(self.size // 2, 1), True
        self.tell(
            f"Memory ran out with {before} {self.unit} at once. The run goes on with {self.size}: that takes longer and changes "
            "the numbers by rounding alone."
        )

    def state(self) -> dict[str, Any]:
        return {"size": self.size, "halved": self.halved}

    def restore(self, state: dict[str, Any]) -> None:
        self.size, self.halved = state["size"], state["halved"]


def ran_out_of_memory(error: Exception) -> bool:
    """Tell a lack of memory, of a GPU or of the machine, from other errors; torch has no type for the machine's."""
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or "can't allocate memory" in str(error)
