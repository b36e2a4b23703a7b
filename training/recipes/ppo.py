"""ppo: a policy learns to earn a reward model's score, held near its reference by a KL penalty.

One step: answer a batch of prompts, score the answers, estimate advantages, and take a few clipped gradient steps.
Policy, reference and (when it stands on the same base) reward model share one set of base weights; the value head reads
the policy's own states. Sources: Ouyang et al. 2022 (InstructGPT), appendix C.4; Huang et al. 2024, "The N+
Implementation Details of RLHF with PPO".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, cast

import torch

from training.contract.rows import PromptRow, read_rows
from training.contract.settings import PPOSettings
from training.data.prompts import encode_prompts, tell_format
from training.measures.doubts import constant_doubt, cut_doubt, kl_doubt
from training.models.actors import (
    Actors,
    actors_state,
    make_actors,
    optimizer_steps,
    restore_actors,
    save_value,
)
from training.models.answering import Question
from training.models.best import best_result, keep_best, policy_card
from training.models.experience import Experience, Told, UnderWay, gain_experience, gather_parts, under_way_of
from training.models.marking import (
    Exam,
    Mark,
    Marks,
    heldout_measures,
    mean_of,
    reference_rows,
    result_measures,
    rewards_of,
    sample_rows,
    second_rewards_of,
)
from training.models.policy import as_reference, own_pace, save_policy
from training.models.ppo_step import prompt_order, step_gradient
from training.models.reward import score_rollout
from training.models.rollout import Asked, Rollout, ask, drawn_states, make_rollout
from training.models.vocabulary import exact_figures
from training.rl.kl import KLController
from training.support.checkpoint import Checkpoints
from training.support.device import Device, choose_device, memory_mb, precision_words
from training.support.errors import TrainerError
from training.support.numbers import check_numbers, check_scores
from training.support.ranks import Ranks, joined_ranks
from training.support.recorder import Recorder
from training.support.run import Run
from training.support.seed import draw_without_repetition, seed_everything
from training.support.shards import clip_gradients
from training.support.start import announce_start
from training.support.stop import end_run
from training.support.watch import Watch, end_at, limits_of

SHOWN_SAMPLES = 12


def run(run: Run) -> None:
    """Decide where and in which precision to compute, and let every rank take its share of the prompts."""
    device = choose_device(run.spec.settings)
    with joined_ranks(run.launched, device.place.type) as ranks:
        align(run, ranks, device)


def align(run: Run, ranks: Ranks, device: Device) -> None:
    settings = cast(PPOSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The prompts: those to learn from, and those to be measured on.
    rows = list(read_rows(run.input_path("prompts"), PromptRow))
    train = [row for row in rows if row.split == "train"]
    heldout = [row for row in rows if row.split == "heldout"]
    check_prompts(settings, train, heldout, ranks, recorder)

    # 2. The actors: policy, reference (the same with the adapter off, or a frozen copy), reward model, value model.
    checkpoints = Checkpoints(run)
    resumed = checkpoints.load_last() or checkpoints.load_start()
    announce_start(run, device, total_steps=settings.steps, resumed_from=resumed.step if resumed else None)
    recorder.info(precision_words(device))
    recorder.stage("load", f"Loading {settings.model}")
    seed_everything(settings.seed)
    actors = make_actors(settings, device, recorder, ranks)
    ranks.start_alike(actors.parameters)

    # 3. The prompts as token ids; the exam on held-out prompts.
    tell_format(actors.policy, recorder)
    queries = encode_prompts(actors.policy, train, settings.max_new_tokens, recorder)
    exam = Exam(
        rows=heldout,
        queries=encode_prompts(actors.policy, heldout, settings.max_new_tokens, recorder),
        sampling=actors.sampling,
        seed=settings.seed,
        copies=1,
        at_once=actors.at_once,
        budget=actors.budget,
        ranks=ranks,
        second=actors.second,
        full_vocabulary=settings.full_vocabulary != "never",
    )
    watch = Watch(limits_of(settings), settings.on_alarm == "stop", recorder)

    # 4. Where an earlier attempt left off; or, first, the reference's answers to compare with.
    step = 0
    before: Marks = []
    begun: UnderWay | None = None
    if resumed:
        step = resumed.step
        restore_actors(actors, resumed, settings)
        watch.restore(resumed.state["watch"])
        begun = under_way_of(resumed.state.get("under_way"))
        before = [[Mark(**mark) for mark in given] for given in resumed.state["before"]]
        if heldout and resumed.of_other_run:
            tell_reference(run, exam, before)
    elif heldout:
        before = examine_reference(run, actors, exam)
        watch.exam(0, rewards_of(before), second_rewards_of(before))

    def save(step: int, under_way: UnderWay | None = None) -> None:
        """Write a state to resume from: after a step, or inside the step that follows it."""
        inside = {"under_way": under_way.state()} if under_way else {}
        state = {**actors_state(actors, before), "watch": watch.state(), **inside}
        checkpoints.save(step, state, updates=len(under_way.updates) if under_way else None)

    # 5. The steps.
    after: Marks = before
    while step < settings.steps:
        step += 1
        if begun is None:
            with own_pace(actors.policy):
                begun = UnderWay(collect(run, actors, ranks, train, queries, step))
        under_way, begun = begun, None
        experience = under_way.experience
        learned = learn(run, actors, ranks, under_way, step, save)
        rate = float(actors.schedule.get_last_lr()[0])
        actors.schedule.step()
        figures = {**experience.figures, **learned}
        seconds = sum(figures[f"seconds_{phase}"] for phase in ("generate", "score", "train"))
        recorder.metric(
            step,
            {
                **figures,
                "kl_coefficient": actors.controller.coefficient,
                "learning_rate": rate,
                "tokens_per_second": float(experience.mask.sum()) / seconds,
                "memory_mb": memory_mb(device),
            },
        )
        watch.step(figures)
        actors.controller = controller_after(settings, actors, step, experience)

        # 5a. The held-out prompts now and then, and at the end.
        last = step == settings.steps
        if heldout and (last or (settings.evaluate_every and step % settings.evaluate_every == 0)):
            after = take_exam(run, actors, exam, before, step)
            watch.exam(step, rewards_of(after), second_rewards_of(after))

        # 5b. The alarms; a state to resume from; an end when somebody asked, or when an alarm says so.
        alarm, asked = watch.look(step), ranks.agree(run.stop.asked())
        if step % settings.checkpoint_every == 0 or last or asked or alarm:
            save(step)
        if alarm and (alarm.ends or not last):
            end_at(alarm, step)
        if asked and not last:
            end_run(step, asked)

    # 6. The artifact and the figures.
    if heldout and after is before:
        after = take_exam(run, actors, exam, before, step)
    recorder.stage("save", "Saving the policy")
    measured = result_measures(before, after, settings.seed) if heldout else {}
    save_artifact(run, actors, ranks, step, measured)
    done = {"steps": step, "optimizer_steps": optimizer_steps(actors.optimizer)}
    recorder.result({**done, **measured, **best_result(run)})


def controller_after(
    settings: PPOSettings, actors: Actors, step: int, experience: Experience
) -> KLController:
    """Return what prices the next step's KL: while only the value model learns, the KL tells nothing of the price."""
    if step <= settings.value_warmup:
        return actors.controller
    return actors.controller.after(experience.figures["kl"], len(experience.rollout.answers))


def save_artifact(run: Run, actors: Actors, ranks: Ranks, step: int, measured: dict[str, Any]) -> None:
    settings = cast(PPOSettings, run.spec.settings)
    target, writes = run.artifact_path("policy"), ranks.rank == 0
    save_policy(actors.policy, target, policy_card(run, settings, step, measured), writes=writes)
    if writes:
        save_value(actors, target)
    run.recorder.artifact(name="policy", type="policy", path=run.relative(target))


def check_prompts(
    settings: PPOSettings,
    train: Sequence[PromptRow],
    heldout: Sequence[PromptRow],
    ranks: Ranks,
    recorder: Recorder,
) -> None:
    if not train:
        raise TrainerError(
            "No prompt has the split train: there is nothing to learn from.", "Add training prompts."
        )
    if settings.prompts_per_step < ranks.count:
        raise TrainerError(
            f"{ranks.count} ranks cannot share {settings.prompts_per_step} prompts a step.",
            "Start fewer ranks, or set prompts_per_step to their number or more.",
        )
    if not heldout:
        recorder.info("No prompt has the split heldout: the gain in reward is not measured.")


def collect(
    run: Run,
    actors: Actors,
    ranks: Ranks,
    train: Sequence[PromptRow],
    queries: Sequence[list[int]],
    step: int,
) -> Experience:
    """Answer a batch of prompts, shared out among the ranks, and work out what each token of all of them earned."""
    settings = cast(PPOSettings, run.spec.settings)
    policy, recorder = actors.policy, run.recorder
    title = f"Step {step} of {settings.steps}"
    count = settings.prompts_per_step * settings.samples_per_prompt

    # 1. Answers, several to each prompt, at the full distribution: no top-k, no top-p.
    recorder.stage("generate", f"{title}: answering")
    began = time.monotonic()
    places = draw_without_repetition(len(train), settings.prompts_per_step, step - 1, settings.seed)
    slots = ranks.share(range(len(places)))
    questions = [Question(queries[places[slot]], (settings.seed, "ppo", step, slot)) for slot in slots]
    drawn = actors.engine.answer(
        questions,
        on_answers=lambda done: recorder.progress(min(done * ranks.count, count), count, "answers"),
    )
    rollout = make_rollout([question.prompt for question in questions], drawn)
    generated = time.monotonic()

    # 2. The reward model's scores; what policy and reference say of each token; the value model's expectation.
    recorder.stage("score", f"{title}: scoring")
    messages = [train[places[slot]].messages for slot in slots]
    scores = score_rollout(actors.reward, policy, rollout, messages, actors.budget)
    said = drawn_states(policy, rollout, actors.asked, actors.value)
    with as_reference(policy) as frozen:
        reference = ask(frozen, rollout, actors.asked).logprobs
    always = settings.full_vocabulary == "steps"
    exact = exact_figures(policy, rollout, actors.asked, ranks) if always else {}

    # 3. What each token of all ranks' answers earned, and by how much that was more than expected.
    told = Told(scores, said.logprobs, reference, said.values)
    rollout, told = gather_parts(ranks, rollout.bare(), told)
    check_scores(told.scores, step)
    experience = gain_experience(settings, actors, rollout, told, first=step == 1)
    seconds = {"seconds_generate": generated - began, "seconds_score": time.monotonic() - generated}
    figures = {**experience.figures, **exact, **seconds}
    check_numbers(figures, step)
    warn_of_step(run, actors, figures)
    return experience._replace(figures=figures)


def warn_of_step(run: Run, actors: Actors, figures: dict[str, float]) -> None:
    """Say, once in an attempt, what makes learning from such answers hopeless."""
    settings = cast(PPOSettings, run.spec.settings)
    answers = settings.prompts_per_step * settings.samples_per_prompt
    constant = constant_doubt(figures["reward"], figures["reward_spread"], answers)
    run.recorder.warn_once("constant", constant)
    has_end = bool(actors.policy.end_ids)
    run.recorder.warn_once("cut", cut_doubt(figures["ended_share"], settings.max_new_tokens, has_end=has_end))


def learn(
    run: Run,
    actors: Actors,
    ranks: Ranks,
    under_way: UnderWay,
    step: int,
    save: Callable[[int, UnderWay], None],
) -> dict[str, float]:
    """Take the step's clipped gradient steps; end early when the policy moved too far from the one that answered.

    A signal to end is heard before every update: then the state is saved inside the step, and the run ends.
    """
    settings = cast(PPOSettings, run.spec.settings)
    experience, updates = under_way.experience, under_way.updates
    began = time.monotonic() - under_way.seconds
    run.recorder.stage("train", f"Step {step} of {settings.steps}: learning")
    count = len(experience.rollout.answers)
    size = count // settings.minibatches
    total = settings.epochs * settings.minibatches
    for number in range(len(updates), total):
        if signal := ranks.agree("signal" if run.stop.signalled else ""):
            under_way.seconds = time.monotonic() - began
            save(step - 1, under_way)
            end_run(step - 1, signal)
        epoch, position = divmod(number, settings.minibatches)
        order = prompt_order(experience.rollout, settings.seed, step, epoch)
        places = order[position * size : (position + 1) * size]
        with_policy = step > settings.value_warmup
        update = step_gradient(settings, actors, ranks, experience, places, with_policy=with_policy)
        too_far = 0 < settings.target_kl < update["update_kl"]
        if not too_far:
            norm = clip_gradients(actors.parameters, settings.max_grad_norm)
            update["grad_norm"] = float(norm)
            check_numbers(update, step)
            actors.optimizer.step()
        actors.optimizer.zero_grad()
        updates.append(update)
        run.recorder.progress(number + 1, total, "updates")
        if too_far:
            break
    names = {name for update in updates for name in update}
    figures = {
        name: mean_of([update[name] for update in updates if name in update]) for name in sorted(names)
    }
    return {**figures, "updates": float(len(updates)), "seconds_train": time.monotonic() - began}


def examine_reference(run: Run, actors: Actors, exam: Exam) -> Marks:
    """Let the reference answer the held-out prompts; record what they are worth."""
    count, began = len(exam.rows), time.monotonic()
    run.recorder.stage("evaluate", f"The reference answers {count} held-out prompts")
    with own_pace(actors.policy), as_reference(actors.policy) as reference:
        marks = exam.take(
            reference, actors.reward, None, lambda done: run.recorder.progress(done, count, "answers")
        )
    tell_reference(run, exam, marks, seconds=time.monotonic() - began)
    return marks


def tell_reference(run: Run, exam: Exam, marks: Marks, *, seconds: float | None = None) -> None:
    """Record measures and samples of the reference's answers, which took so many seconds."""
    run.recorder.evaluation(0, heldout_measures(marks, marks, exam.seed), seconds=seconds)
    run.recorder.samples(0, reference_rows(exam.rows, marks)[:SHOWN_SAMPLES])


def take_exam(run: Run, actors: Actors, exam: Exam, before: Marks, step: int) -> Marks:
    """Let the policy answer the held-out prompts, with the chances the reference had; record measures and samples.

    The policy is kept where it is the best so far.
    """
    settings, began = cast(PPOSettings, run.spec.settings), time.monotonic()
    run.recorder.stage("evaluate", f"The policy answers {len(exam.rows)} held-out prompts")

    def reference_logprobs(rollout: Rollout, asked: Asked) -> torch.Tensor:
        with as_reference(actors.policy) as frozen:
            return ask(frozen, rollout, asked).logprobs

    with own_pace(actors.policy):
        after = exam.take(
            actors.policy,
            actors.reward,
            reference_logprobs,
            lambda done: run.recorder.progress(done, len(exam.rows), "answers"),
        )
    run.recorder.warn_once("kl", kl_doubt([mark.kl for given in after for mark in given]))
    measures = heldout_measures(before, after, settings.seed)
    run.recorder.evaluation(step, measures, seconds=time.monotonic() - began)
    keep_best(run, exam.ranks, settings, actors.policy, step, measures)
    run.recorder.samples(step, sample_rows(exam.rows, before, after)[:SHOWN_SAMPLES])
    return after
