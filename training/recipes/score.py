"""score: reward models score completions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy
import torch

from training.contract.rows import CompletionRow, ScoreRow, read_rows, write_rows
from training.contract.settings import ScoreSettings
from training.models.ensemble import combine_of
from training.models.packing import Group, join_prompts
from training.models.reward import load_reward_models
from training.models.reward_model import RewardModel
from training.models.source import named_reward_models, resolve_reward_source
from training.support.device import choose_device
from training.support.run import Run
from training.support.start import announce_start


def run(run: Run) -> None:
    settings = cast(ScoreSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The completions and the models: adapters on one base share its weights.
    rows = list(read_rows(run.input_path("completions"), CompletionRow))
    named = named_reward_models(settings)
    device = choose_device(settings)
    announce_start(run, device)
    recorder.stage("load", f"Loading {', '.join(name for name, _ in named)}")
    sources = [resolve_reward_source(name, setting) for name, setting in named]
    rewards = load_reward_models(sources, device, longest=settings.max_tokens, combine=combine_of(settings))

    # 2. The scores of each model, put back in the order of the rows.
    scores: list[list[float]] = []
    members: list[list[list[float]]] = []
    truncated: list[int] = []
    recorder.stage("score", f"Scoring {len(rows)} answers")
    for number, reward in enumerate(rewards):
        before = number * len(rows)

        def tell(done: int, before: int = before) -> None:
            run.stop.end_if_asked(None)
            recorder.progress(before + done, len(rewards) * len(rows), "answers")

        encoded, cut = encode_rows(reward, rows, settings.max_tokens)
        if cut:
            recorder.warning(
                f"{named[number][0]} cut {cut} completions: with their prompt they are longer than it reads "
                f"({reward.limit(settings.max_tokens)} tokens)."
            )
        said = score_rows(reward, encoded, settings.batch_size, tell)
        scores.append(reward.combined(said).tolist())
        members.append(said.T.tolist() if len(said) > 1 else [[] for _ in rows])
        truncated.append(cut)
        recorder.info(f"{named[number][0]}: {describe(scores[-1])}")

    # 3. The artifact and the figures of the first model.
    recorder.stage("save", "Saving the scores")
    target = run.artifact_path("scores.jsonl")
    write_rows(
        target,
        (
            ScoreRow(row.completion_id, row.prompt_id, score, name, apart)
            for (name, _), given, said_apart in zip(named, scores, members, strict=True)
            for row, score, apart in zip(rows, given, said_apart, strict=True)
        ),
    )
    recorder.artifact(name="scores", type="scores", path=run.relative(target))
    recorder.result(
        {
            "completions": len(rows),
            "mean": float(numpy.mean(scores[0])),
            "std": float(numpy.std(scores[0])),
            "truncated": truncated[0],
        }
    )


def encode_rows(
    reward: RewardModel, rows: Sequence[CompletionRow], max_tokens: int
) -> tuple[list[Group], int]:
    """Return each completion below its prompt, cut by itself so that no other decides what it is read with."""
    encoded = [
        reward.encode(row.messages, [row.text], [row.sampling.get("ended", True) is not False], max_tokens)
        for row in rows
    ]
    return [group for group, _ in encoded], sum(cut for _, cut in encoded)


def score_rows(
    reward: RewardModel, encoded: Sequence[Group], batch_size: int, tell: Callable[[int], None]
) -> torch.Tensor:
    """Return what each member says of every completion [n, rows]; completions of one prompt share its encoding."""
    groups, members = join_prompts(encoded, batch_size)
    parts: list[torch.Tensor] = []
    order: list[int] = []
    for batch in plan_answers(groups, batch_size):
        with torch.no_grad():
            parts.append(reward.member_scores([groups[place] for place in batch]).cpu())
        order += [row for place in batch for row in members[place]]
        tell(len(order))
    return torch.cat(parts, dim=1)[:, torch.tensor(order).argsort()]


def plan_answers(groups: Sequence[Group], batch_size: int) -> list[list[int]]:
    """Return the places of the groups, shortest first, in batches of at most `batch_size` answers."""
    batches: list[list[int]] = []
    held = 0
    for place in sorted(range(len(groups)), key=lambda place: (groups[place].length, place)):
        count = len(groups[place].answers)
        if batches and held + count <= batch_size:
            batches[-1].append(place)
            held += count
        else:
            batches.append([place])
            held = count
    return batches


def describe(scores: Sequence[float]) -> str:
    return f"mean {numpy.mean(scores):.4f}, standard deviation {numpy.std(scores):.4f}"
