"""sft: a model learns to write the answers that people put first, through trl's SFTTrainer.

What counts as put first: `training/data/preferred.py`. Only the answer's tokens are learned, the mean over all of a step.
"""

from __future__ import annotations

import copy
import math
from typing import cast

from training.contract.baseline_settings import SFTSettings
from training.contract.rows import RankingRow, read_rows
from training.data.preferred import (
    check_examples,
    count_words,
    encode_examples,
    first_answers,
    heldout_prompts,
)
from training.data.rankings import group_rankings
from training.models.trial import adapter_of, examine_before, finish_trial, load_trial, tell_memory
from training.support.device import choose_device
from training.support.packages import need_packages
from training.support.run import Run
from training.support.start import announce_start
from training.support.trl_run import last_checkpoint, train_to_end, trl_arguments

IGNORED = -100
"""The label of a token that is not learned."""


def run(run: Run) -> None:
    need_packages("The verb sft", "trl", "datasets")
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer

    settings = cast(SFTSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The answers that people put first, and the prompts to be measured on.
    groups = group_rankings(read_rows(run.input_path("rankings"), RankingRow))
    examples = first_answers(group for group in groups if group.split == "train")
    check_examples(examples)
    steps = math.ceil(len(examples) / settings.answers_per_step) * settings.epochs

    # 2. The model as it is, and what it answers.
    device = choose_device(settings)
    resumed = last_checkpoint(run)
    announce_start(run, device, total_steps=steps, resumed_from=resumed.step if resumed else None)
    trial = load_trial(run, settings, device, heldout_prompts(groups))
    examine_before(run, trial, known=resumed is not None)
    recorder.info(f"It learns from {count_words(examples, 'answers that were put first')}.")

    # 3. Every example as the ids that the exam reads too; labels for the answer alone.
    encoded = encode_examples(trial.policy, examples, settings.max_tokens, recorder, "answers")
    rows = [
        {"input_ids": one.prompt + one.answers[0], "labels": [IGNORED] * len(one.prompt) + one.answers[0]}
        for one in encoded
    ]

    # 4. The training.
    trainer = SFTTrainer(
        model=trial.policy.model,
        args=SFTConfig(
            **trl_arguments(
                run,
                settings,
                device,
                steps=steps,
                learning_rate=settings.learning_rate,
                rows_per_step=settings.answers_per_step,
            ),
            max_length=None,
        ),
        train_dataset=Dataset.from_list(rows),
        processing_class=copy.deepcopy(trial.policy.tokenizer),
        peft_config=adapter_of(settings, trial.policy),
    )
    tell_memory(run, trial, trainer.model)
    trained = train_to_end(run, trainer, device, resumed, steps=steps)

    # 5. The exam again, and the artifact.
    finish_trial(run, trial, trained, steps, {"answers": len(examples)})
