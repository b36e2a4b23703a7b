"""reward: a reward model learns from people's rankings.

One element of a batch is a prompt with all its answers and all rankings of them. The prompt is encoded once, everything
that was said of its answers is learned from that one pass, and loss and gradient equal those of answers scored apart
(for pairs: Ouyang et al. 2022, section 3.5). What a ranking teaches: `training/data/lessons.py`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import cast

import torch

from training.contract.reward_settings import RewardSettings
from training.contract.rows import RankingRow, read_rows
from training.data.annotators import annotator_weights
from training.data.members import draw_prompts, mean_scores
from training.data.rankings import PromptGroup, count_right, group_rankings, with_scores
from training.measures.accuracy import pair_accuracy
from training.measures.disagreements import worst_disagreements
from training.measures.scored import ScoredPrompt, vote_columns
from training.measures.uncertainty import Measure
from training.models.learner import Learner, Lessons, Trained, make_learner, standardisation_of
from training.models.memory_plan import model_size, plan_memory, total_memory
from training.models.objective import Objective
from training.models.reward_artifact import save_artifact
from training.models.reward_step import encode_groups, score_groups, step_gradient
from training.models.source import resolve_source
from training.models.trainable import count_parameters
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
    weights = annotator_weights(offered, settings.annotators)
    objective = Objective(settings, offered, weights, heldout)
    train = [group for group in offered if objective.lesson([group]).weight > 0]
    check_rankings(objective, offered, train, heldout, recorder)
    steps_per_epoch = math.ceil(len(train) / settings.prompts_per_step)
    total_steps = steps_per_epoch * settings.epochs

    # 2. The model: base, fresh adapter or every weight, scalar head; where an earlier attempt left off.
    checkpoints = Checkpoints(run)
    resumed = checkpoints.load_last()
    announce_start(
        run,
        device,
        total_steps=total_steps * settings.members,
        resumed_from=resumed.step if resumed else None,
    )
    recorder.stage("load", f"Loading {settings.model}")
    source = resolve_source(settings.model, "settings.model")
    finished: list[Trained] = [Trained(**kept) for kept in resumed.state["finished"]] if resumed else []

    def next_learner() -> Learner:
        """Load the base and make the next member, as it is before its first step."""
        seed_everything(settings.seed + len(finished))
        fresh = Objective(settings, offered, weights, heldout)
        learner = make_learner(
            settings, source, device, fresh, total_steps=total_steps, save_memory=save_memory
        )
        ranks.start_alike(learner.parameters)
        return learner

    learner = next_learner()
    recorder.info(plan_words(learner, ranks, save_memory=save_memory))
    if resumed:
        learner.restore(resumed)

    # 3. The groups as token ids.
    encoded, truncated = encode_groups(learner.reward, train, settings.max_tokens)
    encoded_heldout, truncated_heldout = encode_groups(learner.reward, heldout, settings.max_tokens)
    truncated += truncated_heldout
    if truncated:
        recorder.warning(
            f"{truncated} prompts were longer than {settings.max_tokens} tokens with their answers and were cut."
        )
    lessons = Lessons(train, heldout, encoded, encoded_heldout, steps_per_epoch, total_steps)

    # 4. Every member learns in its turn; without an ensemble there is one.
    begun = resumed.step - len(finished) * total_steps if resumed else 0
    finished.append(learn_member(run, learner, ranks, lessons, checkpoints, finished, begun))
    while len(finished) < settings.members:
        del learner  # its base leaves the memory before the next one comes
        learner = next_learner()
        finished.append(learn_member(run, learner, ranks, lessons, checkpoints, finished, 0))

    # 5. What they say together of held-out rankings, and of the answers they learned from.
    judged = [
        with_scores(group, given)
        for group, given in zip(heldout, mean_scores([one.heldout for one in finished]), strict=True)
    ]
    measured = measure_heldout(learner.objective, heldout, judged) if heldout else {}
    if heldout:
        recorder.samples(settings.members * total_steps, worst_disagreements(judged))
    learned = mean_scores([one.train for one in finished])
    standardisation = standardisation_of([prompt.scores for prompt in judged], learned)
    counted = [count_right(group, given) for group, given in zip(train, learned, strict=True)]

    # 6. The artifact, and the figures.
    if ranks.rank == 0:
        save_artifact(run, learner, finished, train, judged, measured, standardisation)
    recorder.result(
        {
            **measured,
            "train_accuracy": sum(right for right, _ in counted) / max(sum(votes for _, votes in counted), 1),
            "pairs": sum(votes for _, votes in counted),
            "ties": sum(group.ties for group in train),
            "prompts": len(train),
            "truncated": truncated,
            "step": finished[-1].step,
            "standardisation": standardisation,
        }
    )


def learn_member(
    run: Run,
    learner: Learner,
    ranks: Ranks,
    lessons: Lessons,
    checkpoints: Checkpoints,
    finished: Sequence[Trained],
    step: int,
) -> Trained:
    """Let one member learn from `step` on, on its own order or its own draw of the prompts; return what came of it."""
    settings = cast(RewardSettings, run.spec.settings)
    recorder, train, heldout = run.recorder, lessons.train, lessons.heldout
    number, total_steps = len(finished), lessons.total_steps
    before = number * total_steps
    drawn = draw_prompts(settings, len(train), number)
    look_every = settings.evaluate_every or lessons.steps_per_epoch
    judged: list[ScoredPrompt] = []
    judged_at = 0
    title = f"Member {number + 1} of {settings.members}: learning" if settings.members > 1 else "Learning"
    recorder.stage("train", f"{title} from {sum(len(group.rankings) for group in train)} rankings")
    recorder.progress(before + step, settings.members * total_steps, "steps")
    while step < total_steps and not learner.stopping.ended:
        began = time.monotonic()
        epoch, position = divmod(step, lessons.steps_per_epoch)
        order = permutation(len(train), settings.seed, "order", epoch, *([number] if number else []))
        turn = order[position * settings.prompts_per_step : (position + 1) * settings.prompts_per_step]
        places = [drawn[place] for place in turn]
        step += 1

        # a. Loss and gradient of all ranks; one optimiser step, unless something went wrong.
        loss, right, votes, tokens = step_gradient(
            settings, learner, ranks, train, lessons.encoded, places, before + step
        )
        norm = float(torch.nn.utils.clip_grad_norm_(learner.parameters, settings.max_grad_norm))
        if not (math.isfinite(loss) and math.isfinite(norm)):
            names = ", ".join(train[place].prompt_id for place in places)
            raise TrainerError(
                f"The loss is no number at step {before + step}, on the prompts {names}.",
                "Lower the learning rate, or use float32; look at these prompts' answers.",
            )
        rate = float(learner.schedule.get_last_lr()[0])
        learner.optimizer.step()
        learner.schedule.step()
        learner.optimizer.zero_grad()
        recorder.metric(
            before + step,
            {
                "loss": loss,
                **({"accuracy": right / votes} if votes else {}),
                "grad_norm": norm,
                "learning_rate": rate,
                "tokens_per_second": tokens / (time.monotonic() - began),
            },
        )
        recorder.progress(before + step, settings.members * total_steps, "steps")

        # b. The held-out rankings now and then, and at the end: the best weights are kept where patience asks for it.
        if heldout and (step % look_every == 0 or step == total_steps):
            judged = score_heldout(run, learner, ranks, lessons)
            judged_at = step
            measured = measure_heldout(learner.objective, heldout, judged)
            recorder.evaluation(before + step, measured)
            recorder.samples(before + step, worst_disagreements(judged))
            learner.stopping.look(step, measured["heldout_loss"]["value"], learner.weights)
            recorder.stage("train", f"Step {before + step} of {settings.members * total_steps}")

        # c. A state to resume from; an end when somebody asked.
        asked = ranks.agree(run.stop.asked())
        last = step == total_steps or learner.stopping.ended
        if step % settings.checkpoint_every == 0 or last or asked:
            earlier = [asdict(one) for one in finished]
            checkpoints.save(before + step, {**learner.state(), "finished": earlier})
        if asked:
            end_run(before + step, asked)

    # d. The weights at the end, or the best ones, and what they say of every answer.
    kept = learner.stopping.best_step or step
    if kept != step:
        learner.put_back(learner.stopping.weights)
        recorder.info(f"The weights of step {kept} are kept: their held-out loss was the lowest.")
    if heldout and judged_at != kept:
        judged = score_heldout(run, learner, ranks, lessons)
    recorder.stage("measure", "Scoring the answers it learned from")
    return Trained(
        weights=learner.weights(),
        step=kept,
        heldout=[list(prompt.scores) for prompt in judged],
        train=score_groups(settings, learner.reward, ranks, lessons.encoded, recorder),
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


def score_heldout(run: Run, learner: Learner, ranks: Ranks, lessons: Lessons) -> list[ScoredPrompt]:
    run.recorder.stage("evaluate", f"Held-out rankings of {len(lessons.heldout)} prompts")
    settings = learner.objective.settings
    scores = score_groups(settings, learner.reward, ranks, lessons.encoded_heldout, run.recorder)
    return [with_scores(group, given) for group, given in zip(lessons.heldout, scores, strict=True)]


def measure_heldout(
    objective: Objective, heldout: Sequence[PromptGroup], judged: Sequence[ScoredPrompt]
) -> dict[str, Measure]:
    """Return accuracy and loss, whose intervals are over prompts."""
    seed, votes = objective.settings.seed, vote_columns(judged)
    lessons = [objective.lesson([group]) for group in heldout]
    losses = [
        float(objective(torch.tensor(prompt.scores, device=objective.log_ties.device), lesson).detach())
        for lesson, prompt in zip(lessons, judged, strict=True)
    ]
    weights = [lesson.weight for lesson in lessons]
    return {
        "heldout_accuracy": pair_accuracy(votes, seed),
        "heldout_loss": {**ratio_interval(losses, weights, n=len(votes.prompt), seed=seed)},
    }
