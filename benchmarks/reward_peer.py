"""trl's RewardTrainer on the pairs of given rankings, or the gradient of a loop over pairs: one process of the measurement."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import torch
from peft import LoraConfig
from transformers import AutoTokenizer

from training.contract.rows import RankingRow, read_rows
from training.data.rankings import group_rankings, with_scores
from training.measures.accuracy import pair_accuracy
from training.measures.scored import vote_columns
from training.models.source import resolve_source

RANK, ALPHA = 16, 32
LINEAR = "all-linear"


def main(arguments: list[str]) -> None:
    kind, rankings, answer, model, epochs, rate, batch, steps = arguments
    rows = list(read_rows(Path(rankings), RankingRow))
    if kind == "gradient":
        found = gradient_error(rows, model)
    else:
        found = learn(rows, model, kind, int(epochs), float(rate), int(batch), int(steps))
    Path(answer).write_text(json.dumps(found), encoding="utf-8")


def model_place(name: str) -> str:
    from training.models.bundled import PREFIX, bundled_folder

    return str(bundled_folder(name)) if name.startswith(PREFIX) else str(resolve_source(name, "--model").name)


def pairs_of(rows: list[RankingRow]) -> list[dict[str, Any]]:
    """Return every pair of every ranking as trl's conversational preferences."""
    pairs = []
    for row in rows:
        texts = {one["id"]: one["text"] for one in row.completions}
        prompt = [{"role": one.role, "content": one.content} for one in row.messages]
        for above, below in combinations(row.groups, 2):
            for better in above:
                for worse in below:
                    said = [
                        [*prompt, {"role": "assistant", "content": texts[one]}] for one in (better, worse)
                    ]
                    pairs.append({"chosen": said[0], "rejected": said[1]})
    return pairs


def learn(
    rows: list[RankingRow], model: str, kind: str, epochs: int, rate: float, batch: int, steps: int
) -> dict[str, Any]:
    """Train; the time of loading and tokenising is not counted, here as there.

    All in float32, as ours. default: gradient checkpointing, random order, `steps` steps. best: without checkpointing, in
    batches of similar length, to the end. positions: the same until it has encoded as many positions as we in all epochs.
    """
    from datasets import Dataset
    from trl import RewardConfig, RewardTrainer

    train = [row for row in rows if row.split == "train"]
    heldout = [row for row in rows if row.split == "heldout"]
    tokenizer = AutoTokenizer.from_pretrained(model_place(model))
    pairs = pairs_of(train)
    ids = [tokenised(tokenizer, pair) for pair in pairs]
    every = epochs * -(-len(pairs) // batch)
    most = {"default": steps, "best": every}.get(kind) or steps_for(
        epochs * shared_positions(tokenizer, train), in_batches(ids, batch), batch, every
    )
    data = Dataset.from_list(pairs)
    options: dict[str, Any] = {}
    if kind != "default":
        data = Dataset.from_list(in_batches(ids, batch))
        options = {"gradient_checkpointing": False, "train_sampling_strategy": "sequential"}
    with tempfile.TemporaryDirectory() as folder:
        config = RewardConfig(
            output_dir=folder,
            use_cpu=True,
            bf16=False,
            learning_rate=rate,
            num_train_epochs=epochs,
            max_steps=most,
            per_device_train_batch_size=batch,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            **options,
        )
        trainer = RewardTrainer(
            model=model_place(model),
            args=config,
            train_dataset=data,
            processing_class=tokenizer,
            peft_config=LoraConfig(
                r=RANK,
                lora_alpha=ALPHA,
                target_modules=LINEAR,
                task_type="SEQ_CLS",
                modules_to_save=["score"],
            ),
        )
        began = time.monotonic()
        trainer.train()
        spent = time.monotonic() - began
    found = {
        "train_s": spent * every / most if kind == "default" else spent,
        "timed_s": spent,
        "pairs": len(pairs),
        "steps": most,
        "positions": 2 * epochs * sum(one["length"] for one in ids) * most // every,
        "podium_positions": epochs * shared_positions(tokenizer, train),
    }
    if kind != "default":
        accuracy = heldout_accuracy(trainer.model, tokenizer, heldout)
        found |= {"heldout_accuracy": accuracy["value"], "accuracy": accuracy}
    return found


def shared_positions(tokenizer: Any, rows: list[RankingRow]) -> int:
    """Return how many positions one epoch encodes where a prompt with all its answers is one row."""
    total = 0
    for row in rows:
        prompt = [{"role": one.role, "content": one.content} for one in row.messages]
        begun = tokenizer.apply_chat_template(prompt, add_generation_prompt=True, return_dict=True)
        shared = len(begun["input_ids"])
        said = [[*prompt, {"role": "assistant", "content": one["text"]}] for one in row.completions]
        total += shared + sum(len(ids_of(tokenizer, one)) - shared for one in said)
    return total


def steps_for(positions: int, pairs: list[dict[str, Any]], batch: int, every: int) -> int:
    """Return after how many steps trl has encoded so many positions, padding counted; at least one."""
    used = 0
    for step in range(1, every + 1):
        start = (step - 1) * batch % len(pairs)
        used += 2 * sum(pair["length"] for pair in pairs[start : start + batch])
        if used >= positions:
            return step
    return every


def in_batches(pairs: list[dict[str, Any]], batch: int) -> list[dict[str, Any]]:
    """Return the pairs so that each batch holds similar lengths, the batches in a random order: trl itself cannot."""
    ordered = sorted(pairs, key=lambda pair: pair["length"])
    batches = [ordered[start : start + batch] for start in range(0, len(ordered), batch)]
    Random(0).shuffle(batches)  # noqa: S311  repeatable on purpose
    return [pair for one in batches for pair in one]


def tokenised(tokenizer: Any, pair: dict[str, Any]) -> dict[str, Any]:
    chosen, rejected = (ids_of(tokenizer, pair[name]) for name in ("chosen", "rejected"))
    return {"chosen_ids": chosen, "rejected_ids": rejected, "length": max(len(chosen), len(rejected))}


def ids_of(tokenizer: Any, said: list[dict[str, str]]) -> list[int]:
    ids: list[int] = tokenizer.apply_chat_template(said, return_dict=True)["input_ids"]
    return ids


@torch.no_grad()
def heldout_accuracy(model: Any, tokenizer: Any, rows: list[RankingRow]) -> dict[str, Any]:
    """Return pair accuracy with its interval, measured by the same function as ours."""
    model.eval()
    judged = []
    for group in group_rankings(rows):
        prompt = [{"role": one.role, "content": one.content} for one in group.messages]
        said = [[*prompt, {"role": "assistant", "content": text}] for text in group.texts]
        scores = [float(model(input_ids=torch.tensor([ids_of(tokenizer, one)])).logits) for one in said]
        judged.append(with_scores(group, scores))
    return dict(pair_accuracy(vote_columns(judged), 0))


def gradient_error(rows: list[RankingRow], model: str) -> dict[str, Any]:
    """Return how far loss and gradient of a grouped step are from those of a loop over pairs, on one ranking."""
    from training.contract.reward_settings import RewardSettings
    from training.data.rankings import group_rankings
    from training.models.adapters import AdapterShape
    from training.models.objective import Objective
    from training.models.reward import new_reward_model
    from training.support.device import Device

    device = Device(place=torch.device("cpu"), dtype=torch.float32, name="CPU")
    torch.manual_seed(0)
    reward = new_reward_model(
        resolve_source(model, "--model"), device, AdapterShape(RANK, ALPHA, 0, 0.0), longest=1024
    )
    weights = [parameter for parameter in reward.model.parameters() if parameter.requires_grad]
    for parameter in weights:  # away from zero, where half of LoRA's gradient vanishes
        torch.nn.init.normal_(parameter, std=0.02)
    group = group_rankings(rows[:1])[0]
    encoded, _ = reward.encode(group.messages, group.texts, group.ended, 1024)
    objective = Objective(RewardSettings(), [group], {})
    lesson = objective.lesson([group])
    together = objective(reward.scores([encoded]), lesson)
    grouped = gradient(together, weights)
    apart = torch.zeros(())
    for pair in lesson.pairs:
        alone = [encoded._replace(answers=[encoded.answers[place]]) for place in (pair.better, pair.worse)]
        chosen, rejected = (reward.scores([one]) for one in alone)
        part = -pair.weight * torch.nn.functional.logsigmoid(chosen - rejected).sum()
        part.backward()
        apart += part.detach()
    looped = torch.cat([parameter.grad.flatten() for parameter in weights if parameter.grad is not None])
    return {
        "grad_rel_err": float((grouped - looped).norm() / looped.norm()),
        "loss_rel_err": float((together.detach() - apart).abs() / apart),
        "versions": {name: version(name) for name in ("torch", "transformers", "trl", "peft")},
        "threads": torch.get_num_threads(),
    }


def gradient(loss: torch.Tensor, weights: list[Any]) -> torch.Tensor:
    found = torch.autograd.grad(loss, weights)
    return torch.cat([one.flatten() for one in found])


if __name__ == "__main__":
    main(sys.argv[1:])
