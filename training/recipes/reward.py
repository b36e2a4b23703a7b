"""reward: a reward model learns from people's rankings.

One element of a batch is a prompt with all its answers and all rankings of them. The prompt is encoded once, everything
that was said of its answers is learned from that one pass, and loss and gradient equal those of answers scored apart
(for pairs: Ouyang et al. 2022, section 3.5). What a ranking teaches: `training/data/lessons.py`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any, cast

import torch

from training.contract.rows import RankingRow, read_rows
from training.contract.rundir import write_json
from training.contract.settings import RewardSettings
from training.data.annotators import annotator_weights
from training.data.rankings import PromptGroup, count_right, group_rankings, with_scores
from training.measures.accuracy import pair_accuracy
from training.measures.card import CardFacts, model_card
from training.measures.disagreements import worst_disagreements
from training.measures.reference import reference_scores
from training.measures.report import measure_report
from training.measures.scored import ScoredPrompt, vote_columns
from training.measures.uncertainty import Measure
from training.models.learner import Learner, make_learner
from training.models.memory_plan import model_size, plan_memory, total_memory
from training.models.objective import Objective
from training.models.packing import Group
from training.models.reward import save_reward_model
from training.models.reward_step import encode_groups, score_groups, step_gradient
from training.models.source import resolve_source
from training.models.trainable import count_parameters
from training.models.usage import usage
from training.support.checkpoint import Checkpoints
from training.support.device import Device, choose_device
from training.support.errors import TrainerError
from training.support.intervals import ratio_interval
from training.support.ranks import Ranks, joined_ranks
from training.support.recorder import Recorder
from training.support.run import Run
from training.support.seed import permutation, seed_everything
from training.support.start import announce_start
from training.support.stop import end_run

MEASURES = "measures.json"


def run(run: Run) -> None:
    """Decide where and in which precision to compute, and let every rank learn its share."""
    settings = cast(RewardSettings, run.spec.settings)
    device = choose_device(settings)
    size = model_size(resolve_source(settings.model, "settings.model"))
    device, save_memory = plan_memory(settings, size, device, total_memory(device.place))
    with joined_ranks(run.launched, device.place.type) as ranks:
        learn(run, ranks, device, save_memory=save_memory)


def learn(run: Run, ranks: Ranks, device: Device, *, save_memory: bool) -> None:
    settings = cast(RewardSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The rankings, grouped by prompt, and what they teach.
    groups = group_rankings(read_rows(run.input_path("rankings"), RankingRow))
    offered = [group for group in groups if group.split == "train"]
    heldout = [group for group in groups if group.split == "heldout" and group.votes]
    objective = Objective(settings, offered, annotator_weights(offered, settings.annotators), heldout)
    train = [group for group in offered if objective.lesson([group]).weight > 0]
    check_rankings(objective, offered, train, heldout, recorder)
    steps_per_epoch = math.ceil(len(train) / settings.prompts_per_step)
    total_steps = steps_per_epoch * settings.epochs
    look_every = settings.evaluate_every or steps_per_epoch

    # 2. The model: base, fresh adapter or every weight, scalar head; where an earlier attempt left off.
    checkpoints = Checkpoints(run)
    resumed = checkpoints.load_last()
    announce_start(run, device, total_steps=total_steps, resumed_from=resumed.step if resumed else None)
    recorder.stage("load", f"Loading {settings.model}")
    seed_everything(settings.seed)
    source = resolve_source(settings.model, "settings.model")
    learner = make_learner(
        settings, source, device, objective, total_steps=total_steps, save_memory=save_memory
    )
    reward = learner.reward
    recorder.info(plan_words(learner, ranks, save_memory=save_memory))
    ranks.start_alike(learner.parameters)
    step = 0
    if resumed:
        step = resumed.step
        learner.restore(resumed)

    # 3. The groups as token ids.
    encoded, truncated = encode_groups(reward, train, settings.max_tokens)
    encoded_heldout, truncated_heldout = encode_groups(reward, heldout, settings.max_tokens)
    truncated += truncated_heldout
    if truncated:
        recorder.warning(
            f"{truncated} prompts were longer than {settings.max_tokens} tokens with their answers and were cut."
        )

    # 4. The steps.
    judged: list[ScoredPrompt] = []
    measured: dict[str, Measure] = {}
    judged_at = 0
    recorder.stage("train", f"Learning from {sum(len(group.rankings) for group in train)} rankings")
    recorder.progress(step, total_steps, "steps")
    while step < total_steps and not learner.stopping.ended:
        began = time.monotonic()
        epoch, position = divmod(step, steps_per_epoch)
        order = permutation(len(train), settings.seed, "order", epoch)
        places = order[position * settings.prompts_per_step : (position + 1) * settings.prompts_per_step]
        step += 1

        # 4a. Loss and gradient of all ranks; one optimiser step, unless something went wrong.
        loss, right, votes, tokens = step_gradient(settings, learner, ranks, train, encoded, places, step)
        norm = float(torch.nn.utils.clip_grad_norm_(learner.parameters, settings.max_grad_norm))
        if not (math.isfinite(loss) and math.isfinite(norm)):
            names = ", ".join(train[place].prompt_id for place in places)
            raise TrainerError(
                f"The loss is no number at step {step}, on the prompts {names}.",
                "Lower the learning rate, or use float32; look at these prompts' answers.",
            )
        rate = float(learner.schedule.get_last_lr()[0])
        learner.optimizer.step()
        learner.schedule.step()
        learner.optimizer.zero_grad()
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

        # 4b. The held-out rankings now and then, and at the end: the best weights are kept where patience asks for it.
        if heldout and (step % look_every == 0 or step == total_steps):
            judged, measured = evaluate_heldout(run, learner, ranks, heldout, encoded_heldout)
            judged_at = step
            recorder.evaluation(step, measured)
            recorder.samples(step, worst_disagreements(judged))
            learner.stopping.look(step, measured["heldout_loss"]["value"], learner.weights)
            recorder.stage("train", f"Step {step} of {total_steps}")

        # 4c. A state to resume from; an end when somebody asked.
        asked = ranks.agree(run.stop.asked())
        last = step == total_steps or learner.stopping.ended
        if ranks.rank == 0 and (step % settings.checkpoint_every == 0 or last or asked):
            checkpoints.save(step, learner.state())
        if asked:
            end_run(step, asked)

    # 5. The weights at the end, or the best ones: on held-out rankings, and on the answers they learned from.
    kept = learner.stopping.best_step or step
    if kept != step:
        learner.put_back(learner.stopping.weights)
        recorder.info(f"The weights of step {kept} are kept: their held-out loss was the lowest.")
    if heldout and judged_at != kept:
        judged, measured = evaluate_heldout(run, learner, ranks, heldout, encoded_heldout)
        recorder.samples(step, worst_disagreements(judged))
    recorder.stage("measure", "Scoring the answers it learned from")
    learned = score_groups(settings, reward, ranks, encoded, recorder)
    counted = [count_right(group, given) for group, given in zip(train, learned, strict=True)]
    standardisation = reference_scores(
        heldout=[score for prompt in judged for score in prompt.scores],
        train=[score for given in learned for score in given],
    )

    # 6. The artifact, and the figures.
    if ranks.rank == 0:
        save_artifact(run, learner, train, judged, measured, standardisation, kept)
    recorder.result(
        {
            **measured,
            "train_accuracy": sum(right for right, _ in counted) / max(sum(votes for _, votes in counted), 1),
            "pairs": sum(votes for _, votes in counted),
            "ties": sum(group.ties for group in train),
            "prompts": len(train),
            "truncated": truncated,
            "step": kept,
            "standardisation": standardisation,
        }
    )


def check_rankings(
    objective: Objective,
    offered: Sequence[PromptGroup],
    train: Sequence[PromptGroup],
    heldout: Sequence[PromptGroup],
    recorder: Recorder,
) -> None:
    """Raise TrainerError when there is nothing to learn from; say what will not be measured."""
    if objective.settings.annotators == "agreement" and not objective.weights:
        raise TrainerError(
            "The annotators cannot be weighed by agreement: no two of them agree more often than chance.",
            "Set annotators to equal or people, or collect several rankings of the same prompts.",
        )
    if not train:
        ties = sum(group.ties for group in offered)
        raise TrainerError(
            f"The training rankings hold no pair to learn from ({ties} ties, no answer above another).",
            "Collect rankings that tell answers apart, or set ties to half to learn that answers are equal.",
        )
    if not heldout and objective.settings.patience:
        raise TrainerError(
            "Patience asks for held-out rankings to stop by, and there are none.",
            "Freeze the dataset with a held-out share, or set patience to 0.",
        )
    if not heldout:
        recorder.info("No held-out rankings: held-out accuracy is not measured.")


def plan_words(learner: Learner, ranks: Ranks, *, save_memory: bool) -> str:
    """Say what is trained, and how."""
    how = (
        "once for all their answers"
        if learner.reward.shared
        else "once per answer (this model cannot share them)"
    )
    words = [f"{count_parameters(learner.parameters):,} weights are trained; prompts are encoded {how}."]
    if save_memory:
        words.append("The layers are computed twice to save memory.")
    if ranks.count > 1:
        words.append(f"{ranks.count} ranks share the prompts of every step.")
    return " ".join(words)


def evaluate_heldout(
    run: Run,
    learner: Learner,
    ranks: Ranks,
    heldout: Sequence[PromptGroup],
    encoded: Sequence[Group],
) -> tuple[list[ScoredPrompt], dict[str, Measure]]:
    """Score the held-out answers; return them with accuracy and loss, whose intervals are over prompts."""
    settings, objective = learner.objective.settings, learner.objective
    run.recorder.stage("evaluate", f"Held-out rankings of {len(heldout)} prompts")
    scores = score_groups(settings, learner.reward, ranks, encoded, run.recorder)
    prompts = [with_scores(group, given) for group, given in zip(heldout, scores, strict=True)]
    votes = vote_columns(prompts)
    lessons = [objective.lesson([group]) for group in heldout]
    losses = [
        float(objective(torch.tensor(given, device=objective.log_ties.device), lesson).detach())
        for lesson, given in zip(lessons, scores, strict=True)
    ]
    weights = [lesson.weight for lesson in lessons]
    loss = ratio_interval(losses, weights, n=len(votes.prompt), seed=settings.seed)
    return prompts, {
        "heldout_accuracy": pair_accuracy(votes, settings.seed),
        "heldout_loss": {**loss},
    }


def save_artifact(
    run: Run,
    learner: Learner,
    train: Sequence[PromptGroup],
    judged: Sequence[ScoredPrompt],
    measured: dict[str, Measure],
    standardisation: dict[str, Any],
    step: int,
) -> None:
    """Write the model with its card, and every measure of it."""
    settings, reward, recorder = learner.objective.settings, learner.reward, run.recorder
    recorder.stage("save", "Saving the reward model")
    report = measure_report(judged, settings.seed, chose_weights=settings.patience > 0)
    target = run.artifact_path("reward_model")
    card = {
        "standardisation": standardisation,
        "tie_prevalence": learner.objective.prevalence(),
        "measures": measured,
        "max_tokens": settings.max_tokens,
        "run_id": run.spec.run_id,
        "lineage": run.spec.lineage,
    }
    save_reward_model(reward, target, card)
    has_template = bool(reward.tokenizer.chat_template)
    trained_on = CardFacts(
        name=run.spec.name,
        base=settings.model,
        lineage=run.spec.lineage,
        prompts=len(train),
        rankings=sum(len(group.rankings) for group in train),
        max_tokens=settings.max_tokens,
        standardisation=standardisation,
        kind=reward.format.kind,
        has_chat_template=has_template,
        usage=usage(reward.format.kind, has_chat_template=has_template) if settings.tuning == "full" else "",
    )
    (target / "README.md").write_text(model_card(trained_on, report), encoding="utf-8")
    recorder.artifact(name="reward_model", type="reward", path=run.relative(target))
    if report:
        write_json(target / MEASURES, report)
        recorder.artifact(name="measures", type="measures", path=run.relative(target / MEASURES))
        recorder.measures(step, report)
