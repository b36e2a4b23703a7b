"""trl's PPOTrainer one update at a time: run by trl's own Python, which has neither Podium's code nor its versions.

Policy and reference are one model (the reference is the policy with its adapter off); the value model is a second model,
all of whose weights are trained, begun from the reward model as in trl's example; the reward model is a third.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from peft import LoraConfig, get_peft_model
from torch.optim.lr_scheduler import LambdaLR
from torch.utils.flop_counter import FlopCounterMode
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    TrainerCallback,
)
from trl.experimental.ppo import PPOConfig, PPOTrainer, ppo_trainer

from benchmarks.turns import Desk


class Turns(TrainerCallback):
    """Holds the trainer between two updates, and takes the times of the next one."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.counter: FlopCounterMode | None = None
        self.kl = self.reward = 0.0

    def on_train_begin(self, *given: Any, **others: Any) -> None:
        self.wait()

    def on_log(self, *given: Any, **others: Any) -> None:
        logs = others["logs"]
        self.kl, self.reward = logs["objective/kl"], logs["objective/scores"]

    def on_step_end(self, *given: Any, **others: Any) -> None:
        ended = time.monotonic()
        if self.counter is not None:
            self.counter.__exit__(None, None, None)
        phases = {
            "generate": self.generated - self.began,
            "score": self.scored - self.generated,
            "train": ended - self.scored,
        }
        self.desk.answer(
            {
                "seconds": ended - self.began,
                "phases": phases,
                "kl": self.kl,
                "reward": self.reward,
                "operations": self.counter.get_total_flops() if self.counter else None,
            }
        )
        self.wait()

    def wait(self) -> None:
        """Do what is asked until it is the next update; end the process when nobody asks any more."""
        while (order := self.desk.order()) is not None and order["order"] == "save":
            self.save(order["folder"])
            self.desk.answer({})
        if order is None:
            sys.exit()
        self.counter = FlopCounterMode(display=False) if order["count"] else None
        if self.counter is not None:
            self.counter.__enter__()
        self.began = self.generated = self.scored = time.monotonic()

    def save(self, folder: str) -> None:
        self.trainer.accelerator.unwrap_model(self.trainer.model).policy.save_pretrained(folder)

    def watch(self, trainer: PPOTrainer) -> None:
        """Note when the answers are there, and when the first epoch begins."""
        self.trainer = trainer
        generate, accumulate = ppo_trainer.batch_generation, trainer.accelerator.accumulate

        def generation(*given: Any, **others: Any) -> Any:
            found = generate(*given, **others)
            self.generated = self.scored = time.monotonic()
            return found

        def accumulating(*given: Any) -> Any:
            if self.scored == self.generated:
                self.scored = time.monotonic()
            return accumulate(*given)

        ppo_trainer.batch_generation = generation
        trainer.accelerator.accumulate = accumulating


def main(arguments: list[str]) -> None:
    desk = Desk()
    plan: dict[str, Any] = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    torch.manual_seed(plan["seed"])
    turns = Turns(desk)
    trainer = make_trainer(plan, turns)
    turns.watch(trainer)
    trainer.train()


def make_trainer(plan: dict[str, Any], turns: Turns) -> PPOTrainer:
    dtype = getattr(torch, plan["dtype"])
    tokenizer = AutoTokenizer.from_pretrained(
        plan["reward"], padding_side="left"
    )  # its padding ends no answer
    lora = LoraConfig(
        r=plan["lora_r"],
        lora_alpha=plan["lora_alpha"],
        target_modules=plan["lora_targets"].split(","),
        task_type="CAUSAL_LM",
    )
    policy = get_peft_model(AutoModelForCausalLM.from_pretrained(plan["model"], dtype=dtype), lora)
    reward, value = (
        AutoModelForSequenceClassification.from_pretrained(plan["reward"], num_labels=1, dtype=dtype)
        for _ in range(2)
    )
    data = Dataset.from_dict({"input_ids": plan["prompts"]})
    config = PPOConfig(
        output_dir=plan["folder"],
        seed=plan["seed"],
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        per_device_train_batch_size=plan["micro_batch"],
        gradient_accumulation_steps=plan["answers"] // plan["micro_batch"],
        num_mini_batches=1,
        num_ppo_epochs=plan["epochs"],
        total_episodes=plan["answers"] * plan["updates"],
        response_length=plan["answer_tokens"],
        stop_token=plan["stop_token"],
        missing_eos_penalty=plan["missing_end_penalty"],
        temperature=1.0,
        kl_coef=plan["kl_coefficient"],
        num_sample_generations=0,
        logging_steps=1,
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
    )
    parts = [
        {"params": [one for one in policy.parameters() if one.requires_grad], "lr": plan["learning_rate"]},
        {"params": list(value.parameters()), "lr": plan["value_learning_rate"]},
    ]
    optimizer = torch.optim.AdamW(parts, weight_decay=0.0)
    return PPOTrainer(
        args=config,
        processing_class=tokenizer,
        model=policy,
        ref_model=None,
        reward_model=reward,
        value_model=value,
        train_dataset=data,
        eval_dataset=data,
        optimizers=(optimizer, LambdaLR(optimizer, lambda step: 1 - 0.9 * min(step / plan["updates"], 1))),
        callbacks=[turns],
    )


if __name__ == "__main__":
    main(sys.argv[1:])
