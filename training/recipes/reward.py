"""reward: a reward model learns from people's rankings.

One element of a batch is a prompt with all its answers and all rankings of them. The prompt is encoded once, every pair
of answers is compared from that one pass, and the loss equals that of separate pairs (Ouyang et al. 2022, section 3.5).
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import cast

import torch

from training.contract.rows import RankingRow, read_rows
from training.contract.rundir import write_json
from training.contract.settings import RewardSettings
from training.data.rankings import (
    PromptGroup,
    batch_members,
    batch_pairs,
    count_right,
    group_rankings,
)
from training.measures.accuracy import pair_accuracy
from training.measures.card import CardFacts, model_card
from training.measures.disagreements import worst_disagreements
from training.measures.reference import reference_scores
from training.measures.report import measure_report
from training.measures.scored import ScoredPrompt, scored_prompts, vote_columns
from training.measures.uncertainty import Measure
from training.models.packing import Group
from training.models.policy import AdapterShape, trainable
from training.models.reward import RewardModel, new_reward_model, plan_batches, save_reward_model
from training.models.source import resolve_source
from training.models.trainable import count_parameters, dropout_on, restore_trainable, trainable_state
from training.rl.losses import centring_loss, pairwise_loss
from training.support.checkpoint import Checkpoints
from training.support.device import choose_device
from training.support.errors import TrainerError
from training.support.intervals import ratio_interval
from training.support.recorder import Recorder
from training.support.run import Run
from training.support.schedule import linear_schedule
from training.support.seed import chance_state, permutation, restore_chance, seed_everything
from training.support.start import announce_start

MEASURES = "measures.json"


def run(run: Run) -> None:
    settings = cast(RewardSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The rankings, grouped by prompt.
    rows = list(read_rows(run.input_path("rankings"), RankingRow))
    groups = group_rankings(rows, ties=settings.ties)
    train = [group for group in groups if group.split == "train" and group.weights]
    heldout = [group for group in groups if group.split == "heldout" and group.votes]
    check_rankings(groups, train, heldout, recorder)
    steps_per_epoch = math.ceil(len(train) / settings.prompts_per_step)
    total_steps = steps_per_epoch * settings.epochs

    # 2. The model: base, fresh adapter, scalar head.
    device = choose_device(settings)
    checkpoints = Checkpoints(run)
    resumed = checkpoints.load_last()
    announce_start(run, device, total_steps=total_steps, resumed_from=resumed.step if resumed else None)
    recorder.stage("load", f"Loading {settings.model}")
    seed_everything(settings.seed)
    reward = new_reward_model(
        resolve_source(settings.model, "settings.model"),
        device,
        AdapterShape(settings.lora_r, settings.lora_alpha, settings.lora_layers, settings.lora_dropout),
        longest=settings.max_tokens,
    )
    parameters = trainable(reward.model)
    recorder.info(
        f"{count_parameters(parameters):,} weights are trained; prompts are encoded "
        + (
            "once for all their answers."
            if reward.shared
            else "once per answer (this model cannot share them)."
        )
    )
    optimizer = torch.optim.AdamW(parameters, lr=settings.learning_rate, weight_decay=settings.weight_decay)
    schedule = linear_schedule(optimizer, total_steps, settings.warmup_share)

    # 3. The groups as token ids.
    encoded, truncated = encode_groups(reward, train, settings.max_tokens)
    encoded_heldout, truncated_heldout = encode_groups(reward, heldout, settings.max_tokens)
    truncated += truncated_heldout
    if truncated:
        recorder.warning(
            f"{truncated} prompts were longer than {settings.max_tokens} tokens with their answers and were cut."
        )

    # 4. Where an earlier attempt left off.
    step = 0
    if resumed:
        step = resumed.step
        restore_trainable(reward.model, resumed.state["model"])
        optimizer.load_state_dict(resumed.state["optimizer"])
        schedule.load_state_dict(resumed.state["schedule"])
        restore_chance(resumed.state["chance"])

    # 5. The steps.
    recorder.stage("train", f"Learning from {sum(group.rankings for group in train)} rankings")
    recorder.progress(step, total_steps, "steps")
    while step < total_steps:
        began = time.monotonic()
        epoch, position = divmod(step, steps_per_epoch)
        order = permutation(len(train), settings.seed, "order", epoch)
        places = order[position * settings.prompts_per_step : (position + 1) * settings.prompts_per_step]
        step += 1

        # 5a. Loss and gradient, in micro-batches of prompts of similar length; each weighs what it holds.
        rankings = sum(train[place].rankings for place in places)
        loss, right, votes, tokens = 0.0, 0.0, 0, 0
        dropout_on(reward.model, True)
        for micro in plan_batches(
            [encoded[place] for place in places], shared=reward.shared, limit=settings.tokens_per_batch
        ):
            chosen = [train[places[place]] for place in micro]
            packed = [encoded[places[place]] for place in micro]
            scores = reward.scores(packed)
            pairs = batch_pairs(chosen, device.place)
            part = pairwise_loss(scores, pairs.better, pairs.worse, pairs.weight) / rankings
            centre = centring_loss(scores, batch_members(chosen, device.place), len(chosen)) / len(places)
            (part + settings.centre * centre).backward()
            loss += float(part.detach())
            for group, given in zip(chosen, split_scores(scores, chosen), strict=True):
                group_right, group_votes = count_right(group, given)
                right, votes = right + group_right, votes + group_votes
            tokens += sum(group.padded(shared=reward.shared) for group in packed)
        dropout_on(reward.model, False)

        # 5b. One optimiser step, unless something went wrong.
        norm = float(torch.nn.utils.clip_grad_norm_(parameters, settings.max_grad_norm))
        if not (math.isfinite(loss) and math.isfinite(norm)):
            names = ", ".join(train[place].prompt_id for place in places)
            raise TrainerError(
                f"The loss is no number at step {step}, on the prompts {names}.",
                "Lower the learning rate, or use float32; look at these prompts' answers.",
            )
        rate = float(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        recorder.metric(
            step,
            {
                "loss": loss,
                **({"accuracy": right / votes} if votes else {}),
                "grad_norm": norm,
                "learning_rate": rate,
                "tokens_per_second": tokens / (time.monotonic() - began),
            },
        )
        recorder.progress(step, total_steps, "steps")

        # 5c. The held-out rankings at each epoch's end; a state to resume from; an end when somebody asked.
        if step % steps_per_epoch == 0 and step < total_steps and heldout:
            evaluate_heldout(run, reward, rows, heldout, encoded_heldout, step)
            recorder.stage("train", f"Epoch {step // steps_per_epoch + 1} of {settings.epochs}")
        asked = run.stop.asked()
        if step % settings.checkpoint_every == 0 or step == total_steps or asked:
            state = {
                "model": trainable_state(reward.model),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "chance": chance_state(),
            }
            checkpoints.save(step, state)
        if asked:
            run.stop.end_if_asked(step)

    # 6. The model at the end: on held-out rankings, and on the answers it learned from.
    judged: list[ScoredPrompt] = []
    measured: dict[str, Measure] = {}
    if heldout:
        judged, measured = evaluate_heldout(run, reward, rows, heldout, encoded_heldout, step)
    recorder.stage("measure", "Scoring the answers it learned from")
    learned = score_groups(reward, encoded, settings.tokens_per_batch, recorder)
    counted = [count_right(group, given) for group, given in zip(train, learned, strict=True)]
    standardisation = reference_scores(
        heldout=[score for prompt in judged for score in prompt.scores],
        train=[score for given in learned for score in given],
    )
    report = measure_report(judged, settings.seed)

    # 7. The artifact: the model with its card, and every measure of it.
    recorder.stage("save", "Saving the reward model")
    target = run.artifact_path("reward_model")
    card = {
        "standardisation": standardisation,
        "measures": measured,
        "max_tokens": settings.max_tokens,
        "run_id": run.spec.run_id,
        "lineage": run.spec.lineage,
    }
    save_reward_model(reward, target, card)
    trained_on = CardFacts(
        name=run.spec.name,
        base=settings.model,
        lineage=run.spec.lineage,
        prompts=len(train),
        rankings=sum(group.rankings for group in train),
        max_tokens=settings.max_tokens,
        standardisation=standardisation,
        has_chat_template=bool(reward.tokenizer.chat_template),
    )
    (target / "README.md").write_text(model_card(trained_on, report), encoding="utf-8")
    recorder.artifact(name="reward_model", type="reward", path=run.relative(target))
    if report:
        write_json(target / MEASURES, report)
        recorder.artifact(name="measures", type="measures", path=run.relative(target / MEASURES))
        recorder.measures(step, report)
    recorder.result(
        {
            **measured,
            "train_accuracy": sum(right for right, _ in counted) / max(sum(votes for _, votes in counted), 1),
            "pairs": sum(votes for _, votes in counted),
            "ties": sum(group.ties for group in train),
            "prompts": len(train),
            "truncated": truncated,
            "standardisation": standardisation,
        }
    )


def check_rankings(
    groups: Sequence[PromptGroup],
    train: Sequence[PromptGroup],
    heldout: Sequence[PromptGroup],
    recorder: Recorder,
) -> None:
    """Raise TrainerError when there is nothing to learn from; say what will not be measured."""
    if not train:
        ties = sum(group.ties for group in groups if group.split == "train")
        raise TrainerError(
            f"The training rankings hold no pair to learn from ({ties} ties, no answer above another).",
            "Collect rankings that tell answers apart, or set ties to half to learn that answers are equal.",
        )
    if not heldout:
        recorder.info("No held-out rankings: held-out accuracy is not measured.")


def encode_groups(
    reward: RewardModel, groups: Sequence[PromptGroup], max_tokens: int
) -> tuple[list[Group], int]:
    """Return the groups as token ids and how many of them had to be cut."""
    encoded = [reward.encode(group.messages, group.texts, group.ended, max_tokens) for group in groups]
    return [group for group, _ in encoded], sum(cut for _, cut in encoded)


def split_scores(scores: torch.Tensor, groups: Sequence[PromptGroup]) -> list[list[float]]:
    return [part.tolist() for part in scores.detach().split([len(group.texts) for group in groups])]


def score_groups(
    reward: RewardModel, groups: Sequence[Group], limit: int, recorder: Recorder
) -> list[list[float]]:
    return reward.score_all(groups, limit, lambda done: recorder.progress(done, len(groups), "prompts"))


def evaluate_heldout(
    run: Run,
    reward: RewardModel,
    rows: Sequence[RankingRow],
    heldout: Sequence[PromptGroup],
    encoded: Sequence[Group],
    step: int,
) -> tuple[list[ScoredPrompt], dict[str, Measure]]:
    """Score the held-out answers; tell accuracy and loss, with intervals over prompts, and the worst disagreements."""
    settings = cast(RewardSettings, run.spec.settings)
    run.recorder.stage("evaluate", f"Held-out rankings of {len(heldout)} prompts")
    scores = score_groups(reward, encoded, settings.tokens_per_batch, run.recorder)
    judged = scored_prompts(
        rows,
        {
            group.prompt_id: dict(zip(group.ids, given, strict=True))
            for group, given in zip(heldout, scores, strict=True)
        },
    )
    votes = vote_columns(judged)
    losses = [group_loss(group, given) for group, given in zip(heldout, scores, strict=True)]
    measured: dict[str, Measure] = {
        "heldout_accuracy": pair_accuracy(votes, settings.seed),
        "heldout_loss": {
            **ratio_interval(
                losses, [group.rankings for group in heldout], n=len(votes.prompt), seed=settings.seed
            )
        },
    }
    run.recorder.evaluation(step, measured)
    run.recorder.samples(step, worst_disagreements(judged))
    return judged, measured


def group_loss(group: PromptGroup, scores: Sequence[float]) -> float:
    """Return the pairwise loss of one group's rankings."""
    pairs = batch_pairs([group], torch.device("cpu"))
    return float(pairwise_loss(torch.tensor(scores), pairs.better, pairs.worse, pairs.weight))
