"""What RLOO and GRPO share: PPO's prompts in PPO's order, our reward model as trl's reward function."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any, cast

from transformers import PreTrainedTokenizerBase, TrainerState

from training.contract.baseline_settings import GroupSettings
from training.contract.rows import Message, PromptRow, read_rows
from training.measures.repetition import repeated_share
from training.models.policy import Policy
from training.models.reward import score_rollout
from training.models.rollout import bare_answer, make_rollout
from training.models.tokenizer import encode_prompt, prompt_text, turns_of
from training.models.trial import (
    Trial,
    adapter_of,
    examine_before,
    finish_trial,
    load_trial,
    tell_memory,
)
from training.rl.rewards import penalise_cut, standardise_scores
from training.support.budget import Budget
from training.support.device import choose_device
from training.support.errors import TrainerError
from training.support.numbers import check_numbers
from training.support.run import Run
from training.support.seed import draw_without_repetition
from training.support.start import announce_start
from training.support.trl_run import last_checkpoint, train_to_end, trl_arguments
from training.support.watch import Watch, limits_of

Rewards = Callable[..., list[float]]

AS_WRITTEN = "{{ messages[0]['content'] }}"
"""A chat template that leaves a text as it is."""


def train_in_groups(run: Run, config: Any, trainer: Any, **own: Any) -> None:
    """Train against the reward model with one of trl's trainers that draw several answers to each prompt.

    `own` is what its config is told besides.
    """
    from datasets import Dataset

    settings = cast(GroupSettings, run.spec.settings)

    # 1. The prompts: those to learn from, and those to be measured on.
    rows = list(read_rows(run.input_path("prompts"), PromptRow))
    train = [row for row in rows if row.split == "train"]
    heldout = [row for row in rows if row.split == "heldout"]

    # 2. The model as it is, and what it answers.
    device = choose_device(settings)
    resumed = last_checkpoint(run)
    announce_start(run, device, total_steps=settings.steps, resumed_from=resumed.step if resumed else None)
    trial = load_trial(run, settings, device, heldout)
    train = fitting(run, trial, train)
    examine_before(run, trial, known=resumed is not None)
    if settings.kl_coefficient == 0:
        run.recorder.warning("Without a KL penalty trl measures no KL: the KL bound cannot end this run.")

    # 3. One generation and one optimiser step for each batch of prompts.
    answers = settings.prompts_per_step * settings.samples_per_prompt
    made = trainer(
        model=trial.policy.model,
        reward_funcs=reward_function(trial, train, settings),
        args=config(
            **trl_arguments(
                run,
                settings,
                device,
                steps=settings.steps,
                learning_rate=settings.learning_rate,
                rows_per_step=answers,
            ),
            beta=settings.kl_coefficient,
            num_generations=settings.samples_per_prompt,
            generation_batch_size=answers,
            max_completion_length=settings.max_new_tokens,
            temperature=settings.temperature,
            generation_kwargs={"min_new_tokens": settings.min_new_tokens},
            shuffle_dataset=False,
            remove_unused_columns=False,
            **own,
        ),
        train_dataset=Dataset.from_list(prompts_in_order(trial, train, settings)),
        processing_class=tokenizer_as_written(trial.policy),
        peft_config=adapter_of(settings, trial.policy),
    )
    tell_memory(run, trial, made.model)
    watch = Watch(limits_of(settings), settings.on_alarm == "stop", run.recorder)
    trained = train_to_end(run, made, device, resumed, steps=settings.steps, watch=watch)

    # 4. The exam again, and the artifact.
    finish_trial(run, trial, trained, settings.steps, {"prompts": len(train)})


def fitting(run: Run, trial: Trial, rows: Sequence[PromptRow]) -> list[PromptRow]:
    """Return the prompts that leave room for an answer: trl takes prompts as text and cannot cut one that does not."""
    settings = cast(GroupSettings, run.spec.settings)
    if not rows:
        raise TrainerError(
            "No prompt has the split train: there is nothing to learn from.", "Add training prompts."
        )
    room = trial.policy.context - settings.max_new_tokens
    fit = [row for row in rows if len(encode_prompt(trial.policy.tokenizer, row.messages)) <= room]
    if not fit:
        raise TrainerError(
            f"Every prompt is longer than the {room} tokens that the model's context leaves beside an answer.",
            "Ask for shorter answers or choose a model with a longer context.",
        )
    if len(fit) < len(rows):
        run.recorder.warning(
            f"{len(rows) - len(fit)} of {len(rows)} training prompts are longer than {room} tokens and are left out."
        )
    return fit


def tokenizer_as_written(policy: Policy) -> PreTrainedTokenizerBase:
    """Return a tokenizer that makes of the prompts below the ids that exam and reward model have.

    trl would lay the model's chat template around a conversation anew, and not as we do where a template refuses one.
    """
    tokenizer = copy.deepcopy(policy.tokenizer)
    if tokenizer.chat_template:
        tokenizer.chat_template = AS_WRITTEN
    return tokenizer


def prompts_in_order(
    trial: Trial, train: Sequence[PromptRow], settings: GroupSettings
) -> list[dict[str, Any]]:
    """Return a row for every prompt of every step, in the order that PPO asks them with the same seed.

    A prompt is the text that the model's chat template has made of it, as the one message of a conversation: so trl puts
    no special tokens around it. Without a template it is plain text, which gets them.
    """
    tokenizer = trial.policy.tokenizer
    texts = [prompt_text(tokenizer, row.messages) for row in train]
    prompts = [turns_of([Message("user", text)]) if tokenizer.chat_template else text for text in texts]
    return [
        {"prompt": prompts[place], "place": place}
        for step in range(settings.steps)
        for place in draw_without_repetition(len(train), settings.prompts_per_step, step, settings.seed)
    ]


def reward_function(trial: Trial, train: Sequence[PromptRow], settings: GroupSettings) -> Rewards:
    """Return the reward of each answer as PPO has it: standardised, clipped, less a penalty where it was cut.

    trl hands answers as text and as the ids that were drawn: the ids are scored, nothing is tokenised again, unless the reward model has another tokenizer. The KL is trl's own to subtract.
    """
    policy, reward, size = trial.policy, trial.reward, settings.samples_per_prompt
    queries = [encode_prompt(policy.tokenizer, row.messages) for row in train]
    mean, std = reward.standardisation or (0.0, 1.0)
    ends = set(policy.end_ids)
    longest = max(map(len, queries)) + settings.max_new_tokens
    budget = Budget(settings.micro_batch * longest, trial.exam.budget.tell)

    def reward_of_answers(
        *,
        completion_ids: list[list[int]],
        place: list[int],
        trainer_state: TrainerState,
        log_metric: Callable[[str, float], None],
        **others: Any,
    ) -> list[float]:
        answers = [bare_answer(ids, ids[-1] in ends) for ids in completion_ids]
        places = place[::size]
        rollout = make_rollout(
            [queries[number] for number in places],
            [answers[start : start + size] for start in range(0, len(answers), size)],
        )
        messages = [train[number].messages for number in places]
        raw = reward.combined(score_rollout(reward, policy, rollout, messages, budget))
        check_numbers({"reward": float(raw.sum())}, trainer_state.global_step + 1)
        standardised = standardise_scores(raw, mean=mean, std=std, clip=settings.reward_clip)
        log_metric("answer_reward", float(raw.mean()))
        log_metric("answer_reward_standardised", float(standardised.mean()))
        log_metric("answer_repetition", fmean(repeated_share(ids) for ids in completion_ids))
        earned: list[float] = penalise_cut(standardised, rollout.ended, settings.missing_end_penalty).tolist()
        return earned

    return reward_of_answers
