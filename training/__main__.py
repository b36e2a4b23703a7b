"""`python -m training VERB RUN_DIR`: run what a run folder's spec.json asks for.

Verbs: sample, reward, ppo, its baselines best_of_n, sft, dpo, rloo and grpo, score, evaluate; `new`, which makes a run
folder without the web; and `merge`, which makes a whole model of an adapter. `reward` and `ppo` can be started as several
ranks: `python -m torch.distributed.run --nproc-per-node 2 -m training ppo RUN_DIR`.
Exit codes: 0 completed or stopped, 1 failed, 2 the request is wrong.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from pathlib import Path

from training.contract.rows import RowError
from training.contract.rundir import RunDir, RunDirError
from training.contract.setting import Problem
from training.contract.settings import SETTINGS
from training.contract.spec import Spec, SpecError, parse_spec
from training.models.source import check_models
from training.support.errors import RunStopped, TrainerError
from training.support.inputs import check_inputs
from training.support.launched import Launched, how_launched
from training.support.memory import keep_freed_memory
from training.support.new_run import add_new_arguments, new_run
from training.support.recorder import Recorder, SilentRecorder
from training.support.run import Run
from training.support.stop import StopWatch

DONE, FAILED, WRONG_REQUEST = 0, 1, 2
SEVERAL_RANKS = frozenset({"reward", "ppo"})
"""The verbs that torchrun may start as several processes."""


def main(arguments: list[str] | None = None) -> int:
    given = parser().parse_args(arguments)
    try:
        if given.verb == "new":
            return new_run(given)
        if given.verb == "merge":
            return merge(given)
        return run_folder(given.verb, RunDir(given.run_dir))
    except (RunDirError, SpecError, RowError) as error:
        return complain(str(error), WRONG_REQUEST)
    except TrainerError as error:
        return complain(str(error), FAILED)
    except OSError as error:
        folder = given.target if given.verb == "merge" else given.run_dir
        return complain(
            f"The folder {folder} cannot be used ({error.strerror or error}). "
            "Free some space or make the folder writable, then try again.",
            FAILED,
        )


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m training", description="Run a training run from its folder."
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, settings in SETTINGS.items():
        verbs.add_parser(verb, help=settings.title).add_argument("run_dir", type=Path)
    add_new_arguments(verbs.add_parser("new", help="Make a run folder from files, without the web"))
    merging = verbs.add_parser("merge", help="Make a whole model of an adapter and its base")
    merging.add_argument("folder", type=Path, metavar="FOLDER", help="what a run wrote: artifacts/…")
    merging.add_argument("target", type=Path, metavar="TARGET", help="a folder that is not there yet")
    return top


def merge(given: argparse.Namespace) -> int:
    """Write the whole model; torch is loaded only now."""
    prepare_process()
    importlib.import_module("training.models.merge").merge_folder(given.folder, given.target)
    sys.stdout.write(f"Wrote {given.target}, which loads with transformers alone.\n")
    return DONE


def run_folder(verb: str, run_dir: RunDir) -> int:
    request = run_dir.read_spec()
    launched = how_launched()
    with (Recorder if launched.rank == 0 else SilentRecorder)(run_dir.events) as recorder:
        if recorder.last_kind == "completed":
            return complain(f"The run in {run_dir.path} is completed; there is nothing left to do.", DONE)
        try:
            spec = parse_spec(request)
            if spec.verb != verb:
                raise SpecError([Problem("verb", f"is {spec.verb}, but the trainer was started with {verb}")])
        except SpecError as error:
            recorder.emit(
                "failed",
                reason=f"The request cannot be run: {error}.",
                hint="Correct these fields and start a new run.",
                type="SpecError",
            )
            return complain(str(error), WRONG_REQUEST)
        return run_spec(run_dir, spec, recorder, launched)


def run_spec(run_dir: RunDir, spec: Spec, recorder: Recorder, launched: Launched) -> int:
    """Do the work and write the run's one last word."""
    stop = StopWatch(run_dir)
    stop.listen()
    run = Run(dir=run_dir, spec=spec, recorder=recorder, stop=stop, launched=launched)
    try:
        check_ranks(run)
        check_inputs(run)
        check_models(spec.settings)
        prepare_process()
        importlib.import_module(f"training.recipes.{spec.verb}").run(run)
    except RunStopped as end:
        recorder.emit("stopped", step=end.step, reason=end.reason, next=end.next_step)
        return DONE
    except TrainerError as error:
        return fail(recorder, error, error.reason, error.hint)
    except RowError as error:
        return fail(recorder, error, str(error), "Correct that row and make the run again.")
    except MemoryError as error:
        return fail(
            recorder,
            error,
            "The machine ran out of memory.",
            "Lower the batch sizes, or use a larger machine.",
        )
    except OSError as error:
        return fail(
            recorder,
            error,
            f"A file could not be read or written: {error}",
            "Free space or mend access, then retry.",
        )
    except Exception as error:  # noqa: BLE001 - the edge: whatever happens, the log gets a last word
        hint = "The log has the traceback. Start the run again to go on from its last checkpoint."
        if "out of memory" in str(error).lower():
            hint = (
                "Lower the batch sizes or the lengths, or use a GPU with more memory; then start a new run."
            )
        return fail(recorder, error, f"{type(error).__name__}: {error}", hint)
    recorder.emit("completed")
    return DONE


def check_ranks(run: Run) -> None:
    """End where somebody asked already; several ranks agree on that after their first step, so that none waits alone."""
    if run.launched.count == 1:
        run.stop.end_if_asked(None)
    elif run.spec.verb not in SEVERAL_RANKS:
        raise TrainerError(
            f"The verb {run.spec.verb} runs as one process, and torchrun started {run.launched.count}.",
            f"Start it with python -m training {run.spec.verb} {run.dir.path}.",
        )


def prepare_process() -> None:
    """Set what has to be set before torch is loaded: how its threads wait for each other, memory that is kept.

    Threads that spin while they wait slow those of another process many times; threads that sleep at once come late for
    the next product of matrices. They spin for some ten microseconds. Seconds for 32 answers of 48 tokens, SmolLM2-135M, 2
    cores: alone 10.4 without spinning, 9.2 so, 8.8 with torch's own 300,000 turns; beside its like, half as many tokens:
    10.8, 11.9, 47.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # trl's trainers tell their makers of every run.
    keep_freed_memory()


def fail(recorder: Recorder, error: Exception, reason: str, hint: str) -> int:
    traceback.print_exception(error, file=sys.stderr)
    recorder.emit("failed", reason=reason, hint=hint, type=type(error).__name__)
    return FAILED


def complain(message: str, code: int) -> int:
    sys.stderr.write(message + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
