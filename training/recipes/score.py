"""score: a reward model scores completions."""

from __future__ import annotations

from typing import cast

import numpy

from training.contract.rows import CompletionRow, ScoreRow, read_rows, write_rows
from training.contract.spec import ScoreSettings
from training.models.packing import Group
from training.models.reward import RewardModel, load_reward_model
from training.models.source import resolve_source
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
    source = resolve_source(settings.reward_model, "settings.reward_model")
    reward = load_reward_model(source, device, longest=settings.max_tokens)

    # 2. Token ids; completions of one prompt share its encoding, as far as the batch size lets them.
    groups, members, cut = encode_rows(reward, rows, settings)
    if cut:
        recorder.warning(
            f"{cut} completions were longer than {settings.max_tokens} tokens with their prompt and were cut."
        )

    # 3. The scores, a few groups at a time, in the order of the rows at the end.
    recorder.stage("score", f"Scoring {len(rows)} answers")
    scores = [0.0] * len(rows)
    done = 0
    for start, end in batch_bounds(groups, settings.batch_size):
        run.stop.end_if_asked(None)
        limit = sum(group.padded(shared=reward.shared) for group in groups[start:end]) * 2
        for places, given in zip(members[start:end], reward.score_all(groups[start:end], limit), strict=True):
            for place, score in zip(places, given, strict=True):
                scores[place] = score
        done += sum(len(places) for places in members[start:end])
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


def batch_bounds(groups: list[Group], batch_size: int) -> list[tuple[int, int]]:
    """Return (start, end) of runs of groups that hold at most `batch_size` answers together."""
    bounds: list[tuple[int, int]] = []
    start = held = 0
    for place, group in enumerate(groups):
        if held and held + len(group.answers) > batch_size:
            bounds.append((start, place))
            start, held = place, 0
        held += len(group.answers)
    return [*bounds, (start, len(groups))]
