"""dpo: a model learns from pairs of answers to make the better one likelier than the worse one, through trl's DPOTrainer.

Which pairs, and what becomes of ties: `training/data/preferred.py`. Source: Rafailov et al. 2023, "Direct Preference
Optimization", equation 7; the reference is the same model with the adapter off.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from typing import Any, cast

import torch
from torch.nn.utils.rnn import pad_sequence

from training.contract.baseline_settings import DPOSettings
from training.contract.rows import RankingRow, read_rows
from training.data.preferred import (
    Encoded,
    check_examples,
    count_words,
    encode_examples,
    heldout_prompts,
    ordered_pairs,
)
from training.data.rankings import group_rankings
from training.models.trial import adapter_of, examine_before, finish_trial, load_trial, tell_memory
from training.support.device import choose_device
from training.support.packages import need_packages
from training.support.run import Run
from training.support.start import announce_start
from training.support.trl_run import last_checkpoint, train_to_end, trl_arguments


def run(run: Run) -> None:
    need_packages("The verb dpo", "trl", "datasets")
    from datasets import Dataset, disable_progress_bars
    from trl import DPOConfig, DPOTrainer

    disable_progress_bars()
    settings = cast(DPOSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The pairs, and the prompts to be measured on.
    groups = group_rankings(read_rows(run.input_path("rankings"), RankingRow))
    examples = ordered_pairs(group for group in groups if group.split == "train")
    check_examples(examples)
    steps = math.ceil(len(examples) / settings.pairs_per_step) * settings.epochs

    # 2. The model as it is, and what it answers.
    device = choose_device(settings)
    resumed = last_checkpoint(run)
    announce_start(run, device, total_steps=steps, resumed_from=resumed.step if resumed else None)
    trial = load_trial(run, settings, device, heldout_prompts(groups))
    examine_before(run, trial, known=resumed is not None)
    recorder.info(f"It learns from {count_words(examples, 'pairs')}.")

    # 3. Every pair as the ids that the exam reads too.
    encoded = encode_examples(trial.policy, examples, settings.max_tokens, recorder, "pairs")
    rows = [
        {**texts_of(example.group.texts, example.places), "number": number}
        for number, example in enumerate(examples)
    ]

    # 4. The training. trl tokenises the texts its own way; the collator gives it the ids instead.
    trainer = DPOTrainer(
        model=trial.policy.model,
        args=DPOConfig(
            **trl_arguments(
                run,
                settings,
                device,
                steps=steps,
                learning_rate=settings.learning_rate,
                rows_per_step=settings.pairs_per_step,
                answers_per_row=2,
            ),
            beta=settings.beta,
            max_length=None,
            remove_unused_columns=False,
        ),
        data_collator=PairCollator(encoded, trial.policy.pad),
        train_dataset=Dataset.from_list(rows),
        processing_class=copy.deepcopy(trial.policy.tokenizer),
        peft_config=adapter_of(settings, trial.policy),
    )
    tell_memory(run, trial, trainer.model)
    trained = train_to_end(run, trainer, device, resumed, steps=steps)

    # 5. The exam again, and the artifact.
    finish_trial(run, trial, trained, steps, {"pairs": len(examples)})


def texts_of(texts: Sequence[str], places: Sequence[int]) -> dict[str, str]:
    """Return a pair in the columns that DPOTrainer insists on."""
    better, worse = (texts[place] for place in places)
    return {"prompt": "", "chosen": better, "rejected": worse}


class PairCollator:
    """Makes the batches [2b, t] that DPOTrainer reads: the better answers, then the worse ones, each behind its prompt."""

    def __init__(self, encoded: Sequence[Encoded], pad: int) -> None:
        self.encoded, self.pad = encoded, pad

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        pairs = [self.encoded[row["number"]] for row in rows]
        sides = [(pair.prompt, pair.answers[side]) for side in (0, 1) for pair in pairs]
        return {
            "input_ids": filled([prompt + answer for prompt, answer in sides], self.pad),
            "attention_mask": filled([[1] * (len(prompt) + len(answer)) for prompt, answer in sides], 0),
            "completion_mask": filled([[0] * len(prompt) + [1] * len(answer) for prompt, answer in sides], 0),
        }


def filled(rows: Sequence[Sequence[int]], value: int) -> torch.Tensor:
    """Return the rows as one tensor [b, t], filled to the right."""
    return pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=value)
