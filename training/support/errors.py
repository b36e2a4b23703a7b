"""The one error that a run ends with when something can be done about it."""

from __future__ import annotations


class TrainerError(Exception):
    """A run cannot go on. `reason` says what happened, `hint` what to do next."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(f"{reason} {hint}")
        self.reason = reason
        self.hint = hint


class RunStopped(Exception):  # noqa: N818 - an orderly end, not an error
    """A run ends in order before its end. `step` is the step that can be resumed from."""

    def __init__(self, *, step: int | None, reason: str, next_step: str) -> None:
        super().__init__(reason)
        self.step = step
        self.reason = reason
        self.next_step = next_step
