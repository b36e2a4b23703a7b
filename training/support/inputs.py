"""Check the rows a run was given before the first second of work."""

from __future__ import annotations

from training.contract.rows import file_sha256
from training.support.errors import TrainerError
from training.support.run import Run


def check_inputs(run: Run) -> None:
    """Compare every input file with what the spec says of it: there, the same bytes, the same number of rows."""
    for name, given in run.spec.inputs.items():
        path = run.input_path(name)
        if not path.is_file():
            raise TrainerError(
                f"inputs.{name}: there is no file {given.path} in the run folder.",
                "Copy it there, or make the run again.",
            )
        if file_sha256(path) != given.sha256:
            raise TrainerError(
                f"inputs.{name}: {given.path} is not the file the run was made with (its sha256 differs).",
                "Restore the file, or make the run again with the new data.",
            )
        with path.open("rb") as lines:
            rows = sum(1 for line in lines if line.strip())
        if rows != given.rows:
            raise TrainerError(
                f"inputs.{name}: {given.path} holds {rows} rows, the spec says {given.rows}.",
                "Correct the number in spec.json, or make the run again.",
            )
