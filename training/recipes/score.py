"""score: a reward model scores completions."""

from __future__ import annotations

from typing import cast

import numpy
import torch

from training.contract.rows import CompletionRow, ScoreRow, read_rows, write_rows
from training.contract.settings import ScoreSettings
from training.models.packing import Group
from training.models.reward import RewardModel, load_reward_model
from training.models.source import resolve_reward_source
from training.support.device import choose_device
from training.support.run import Run
from training.support.start import announce_start


def run(run: Run) -> None:
    settings = cast(ScoreSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The completions and the model.
    rows = list(read_rows(run.input_path("completions"), CompletionRow))
    device = choose_device(settings)
    announce_start(run, device)
    recorder.stage("load", f"Loading {settings.reward_model}")
    source = resolve_reward_source(settings.reward_model, "settings.reward_model")
    reward = load_reward_model(source, device, longest=settings.max_tokens)

    # 2. Token ids; completions of one prompt share its encoding, as far as the batch size lets them.
    groups, members, cut = encode_rows(reward, rows, settings)
    if cut:
        recorder.warning(
            f"{cut} completions were longer than {settings.max_tokens} tokens with their prompt and were cut."
        )

    # 3. The scores, groups of similar length side by side, put back in the order of the rows.
    recorder.stage("score", f"Scoring {len(rows)} answers")
    scores = [0.0] * len(rows)
    done = 0
    for batch in plan_answers(groups, settings.batch_size):
        run.stop.end_if_asked(None)
        with torch.no_grad():
            flat = reward.scores([groups[place] for place in batch]).tolist()
        places = [row for place in batch for row in members[place]]
        for row, score in zip(places, flat, strict=True):
            scores[row] = score
        done += len(places)
        recorder.progress(done, len(rows), "answers")

    # 4. The artifact and the figures.
    recorder.stage("save", "Saving the scores")
    target = run.artifact_path("scores.jsonl")
    write_rows(
        target,
        (
            ScoreRow(completion_id=row.completion_id, prompt_id=row.prompt_id, score=score)
            for row, score in zip(rows, scores, strict=True)
        ),
    )
    recorder.artifact(name="scores", type="scores", path=run.relative(target))
    recorder.result(
        {
            "completions": len(rows),
            "mean": float(numpy.mean(scores)),
            "std": float(numpy.std(scores)),
            "truncated": cut,
        }
    )


def encode_rows(
    reward: RewardModel, rows: list[CompletionRow], settings: ScoreSettings
) -> tuple[list[Group], list[list[int]], int]:
    """Return groups of at most `batch_size` answers to one conversation, the rows they hold, and how many were cut."""
    together: dict[object, list[int]] = {}
    for place, row in enumerate(rows):
        together.setdefault(row.messages, []).append(place)
    groups: list[Group] = []
    members: list[list[int]] = []
    cut = 0
    for places in together.values():
        for start in range(0, len(places), settings.batch_size):
            chosen = places[start : start + settings.batch_size]
            group, shortened = reward.encode(
                rows[chosen[0]].messages,
                [rows[place].text for place in chosen],
                [rows[place].sampling.get("ended", True) is not False for place in chosen],
                settings.max_tokens,
            )
            groups.append(group)
            members.append(chosen)
            cut += len(chosen) if shortened else 0
    return groups, members, cut


def plan_answers(groups: list[Group], batch_size: int) -> list[list[int]]:
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
