"""What a recipe is given: its folder, its spec, its recorder, its stop watch, and how its process was started."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from training.contract.rundir import RunDir
from training.contract.spec import Spec
from training.support.launched import Launched
from training.support.recorder import Recorder
from training.support.stop import StopWatch


@dataclass(frozen=True)
class Run:
    dir: RunDir
    spec: Spec
    recorder: Recorder
    stop: StopWatch
    launched: Launched = field(default_factory=Launched)

    def input_path(self, name: str) -> Path:
        return self.dir.path / self.spec.inputs[name].path

    def artifact_path(self, name: str) -> Path:
        """Return where an artifact of this run goes, its parent made."""
        self.dir.artifacts.mkdir(parents=True, exist_ok=True)
        return self.dir.artifacts / name

    def relative(self, path: Path) -> str:
        return str(path.relative_to(self.dir.path))
