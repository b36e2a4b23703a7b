"""A trainer of trl inside a run folder: its arguments, its figures as our events, stops between steps, resuming.

transformers' Trainer writes the resumable states: weights, optimiser, schedule, place in the data, random generators. A
state counts only once it is whole: then it gets a mark with the fingerprint of the spec that made it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import set_peft_model_state_dict
from peft.utils import load_peft_weights
from transformers import PrinterCallback, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from training.contract.baseline_settings import TrlSettings
from training.contract.rundir import write_json
from training.measures.alarms import Alarm
from training.support.checkpoint import KEPT, Checkpoints
from training.support.device import Device, memory_mb
from training.support.errors import TrainerError
from training.support.numbers import check_numbers
from training.support.run import Run
from training.support.stop import end_run
from training.support.watch import Watch, end_at

MARK = "whole.json"
FIGURES = {
    "loss": "loss",
    "grad_norm": "grad_norm",
    "learning_rate": "learning_rate",
    "entropy": "entropy",
    "mean_token_accuracy": "token_accuracy",
    "rewards/accuracies": "accuracy",
    "rewards/margins": "margin",
    "answer_reward": "reward",
    "answer_reward_standardised": "reward_standardised",
    "answer_repetition": "repetition",
    "completions/mean_length": "length",
    "clip_ratio/region_mean": "clip_fraction",
}
"""What trl calls a figure, and what it is called here."""


@dataclass(frozen=True)
class TrlCheckpoint:
    step: int
    folder: Path
    watch: dict[str, Any]
    """What the alarms compare with; empty where none can ring."""


def last_checkpoint(run: Run) -> TrlCheckpoint | None:
    """Return the newest whole state, or None; TrainerError when it belongs to another spec.json."""
    fingerprint = Checkpoints(run).fingerprint
    found = []
    for mark in run.dir.checkpoints.glob(f"checkpoint-*/{MARK}"):
        told = json.loads(mark.read_text(encoding="utf-8"))
        if told["fingerprint"] != fingerprint:
            raise TrainerError(
                f"The checkpoint {mark.parent.name} was made with another spec.json.",
                "Put the old spec.json back, or start a new run in a folder of its own.",
            )
        found.append(TrlCheckpoint(told["step"], mark.parent, told.get("watch", {})))
    return max(found, key=lambda checkpoint: checkpoint.step, default=None)


def trl_arguments(
    run: Run,
    settings: TrlSettings,
    device: Device,
    *,
    steps: int,
    learning_rate: float,
    rows_per_step: int,
    answers_per_row: int = 1,
) -> dict[str, Any]:
    """Return what every trainer of trl is told.

    The rows of a step are split into equal micro-batches of at most `micro_batch` answers. Gradients are clipped at norm 1,
    the rate falls in a line to zero, weights do not decay.
    """
    most = max(min(settings.micro_batch // answers_per_row, rows_per_step), 1)
    at_once = max(size for size in range(1, most + 1) if rows_per_step % size == 0)
    return {
        "output_dir": str(run.dir.checkpoints),
        "max_steps": steps,
        "learning_rate": learning_rate,
        "lr_scheduler_type": "linear",
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "per_device_train_batch_size": at_once,
        "gradient_accumulation_steps": rows_per_step // at_once,
        "gradient_checkpointing": False,
        "seed": settings.seed,
        "bf16": device.dtype == torch.bfloat16,
        "use_cpu": device.place.type == "cpu",
        "dataloader_pin_memory": device.place.type == "cuda",
        "logging_steps": 1,
        "logging_nan_inf_filter": False,
        "save_strategy": "steps",
        "save_steps": settings.checkpoint_every,
        "save_total_limit": KEPT,
        "report_to": "none",
        "disable_tqdm": True,
    }


def train_to_end(
    run: Run,
    trainer: Any,
    device: Device,
    resumed: TrlCheckpoint | None,
    *,
    steps: int,
    watch: Watch | None = None,
) -> Any:
    """Let a trainer learn, from its last state if there is one, and return the adapted model.

    Raises RunStopped after the present step when somebody asked or an alarm of the watch says so, TrainerError when a
    figure is no number.
    """
    if watch is not None and resumed is not None:
        watch.restore(resumed.watch)
    between = BetweenSteps(run, device, steps, watch)
    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(between)
    run.recorder.stage("train", f"Learning in {steps} steps")
    if resumed is not None and resumed.step >= steps:
        set_peft_model_state_dict(trainer.model, load_peft_weights(str(resumed.folder), device="cpu"))
        return trainer.model
    trainer.train(resume_from_checkpoint=str(resumed.folder) if resumed else None)
    if between.alarm is not None:
        end_at(between.alarm, trainer.state.global_step)
    if trainer.state.global_step < steps:
        end_run(trainer.state.global_step, between.asked)
    return trainer.accelerator.unwrap_model(trainer.model, keep_fp32_wrapper=False)


class BetweenSteps(TrainerCallback):
    """Writes the events of a training, and ends it between steps when somebody asked or an alarm says so."""

    def __init__(self, run: Run, device: Device, steps: int, watch: Watch | None) -> None:
        self.run, self.device, self.steps, self.watch = run, device, steps, watch
        self.fingerprint = Checkpoints(run).fingerprint
        self.asked = ""
        self.alarm: Alarm | None = None
        """The alarm that ends the run."""

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **others: Any
    ) -> None:
        self.run.recorder.progress(state.global_step, self.steps, "steps")
        self.asked = self.run.stop.asked()
        if self.asked:
            control.should_save = control.should_training_stop = True

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, Any] | None = None,
        **others: Any,
    ) -> None:
        figures = figures_of(logs or {})
        if "loss" not in figures:
            return  # trl's summary after the last step
        step = state.global_step
        check_numbers(figures, step)
        self.run.recorder.metric(step, {**figures, "memory_mb": memory_mb(self.device)})
        if self.watch is None:
            return
        self.watch.step(figures)
        alarm = self.watch.look(step)
        if alarm and (alarm.ends or step < self.steps):
            self.alarm = alarm
            control.should_save = control.should_training_stop = True

    def on_save(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **others: Any
    ) -> None:
        folder = self.run.dir.checkpoints / f"checkpoint-{state.global_step}"
        watch = self.watch.state() if self.watch else {}
        write_json(
            folder / MARK, {"step": state.global_step, "fingerprint": self.fingerprint, "watch": watch}
        )
        self.run.recorder.emit("checkpoint", step=state.global_step, path=self.run.relative(folder))


def figures_of(logs: dict[str, Any]) -> dict[str, float]:
    """Return trl's figures of a step by our names; its KL (k1 of RLOO, k3 of GRPO) is a token's and becomes an answer's."""
    figures = {ours: float(logs[name]) for name, ours in FIGURES.items() if logs.get(name) is not None}
    if logs.get("kl") is not None:
        figures["kl"] = float(logs["kl"]) * figures["length"]
    if logs.get("completions/clipped_ratio") is not None:
        figures["ended_share"] = 1 - float(logs["completions/clipped_ratio"])
    return figures
