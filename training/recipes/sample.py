"""sample: K answers of a model for every prompt, for people to rank."""

from __future__ import annotations

import json
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import cast

from training.contract.rows import CompletionRow, PromptRow, read_rows, write_rows
from training.contract.settings import SampleSettings
from training.data.prompts import encode_prompts, tell_format
from training.models.generation import Answer, Sampling, generate
from training.models.loading import load_policy
from training.models.policy import Policy
from training.models.source import resolve_source
from training.models.tokenizer import decode_answer
from training.support.budget import Budget
from training.support.device import choose_device
from training.support.recorder import Recorder
from training.support.run import Run
from training.support.seed import uniforms
from training.support.start import announce_start


def run(run: Run) -> None:
    settings = cast(SampleSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The rows, and what an earlier attempt has already answered.
    prompts = list(read_rows(run.input_path("prompts"), PromptRow))
    partial = run.artifact_path("completions.jsonl.part")
    done = read_finished(partial, settings.k)
    waiting = [prompt for prompt in prompts if prompt.prompt_id not in done]

    # 2. The model.
    device = choose_device(settings)
    announce_start(run, device)
    recorder.stage("load", f"Loading {settings.model}")
    policy = load_policy(resolve_source(settings.model, "settings.model"), device)
    tell_format(policy, recorder)
    queries = encode_prompts(policy, waiting, settings.max_new_tokens, recorder)

    # 3. The answers, a few prompts at a time; what is finished is on the disk before the next begin.
    recorder.stage("generate", f"Answering {len(prompts)} prompts {settings.k} times")
    sampling = Sampling(
        settings.temperature, settings.min_new_tokens, settings.max_new_tokens, settings.top_p
    )
    total = len(prompts) * settings.k
    recorder.progress(len(done) * settings.k, total, "answers")
    order = sorted(range(len(waiting)), key=lambda place: (len(queries[place]), place))
    width = max(settings.batch_size // settings.k, 1)
    at_once = Budget(settings.batch_size, recorder.warning, "answers")
    for start in range(0, len(order), width):
        run.stop.end_if_asked(None)
        places = order[start : start + width]
        answers = generate(
            policy,
            [queries[place] for place in places],
            [
                uniforms(
                    settings.k, settings.max_new_tokens, settings.seed, "sample", waiting[place].prompt_id
                )
                for place in places
            ],
            sampling,
            at_once=at_once,
            on_answers=partial_progress(recorder, len(done) * settings.k, total),
        )
        rows = [
            completion_row(policy, settings, waiting[place], answer)
            for place, given in zip(places, answers, strict=True)
            for answer in given
        ]
        append_rows(partial, rows)
        done |= {waiting[place].prompt_id for place in places}
        recorder.progress(len(done) * settings.k, total, "answers")

    # 4. The artifact, in the order of the prompts.
    recorder.stage("save", "Saving the answers")
    place_of = {prompt.prompt_id: place for place, prompt in enumerate(prompts)}
    rows = sorted(read_rows(partial, CompletionRow), key=lambda row: place_of[row.prompt_id])
    target = run.artifact_path("completions.jsonl")
    write_rows(target, rows)
    partial.unlink()
    recorder.artifact(name="completions", type="completions", path=run.relative(target))
    recorder.samples(0, list(some_samples(rows[: 3 * settings.k])))
    recorder.result(
        {
            "prompts": len(prompts),
            "completions": len(rows),
            "ended_share": sum(bool(row.sampling["ended"]) for row in rows) / len(rows),
            "mean_tokens": sum(row.sampling["tokens"] for row in rows) / len(rows),
        }
    )


def partial_progress(recorder: Recorder, before: int, total: int) -> Callable[[int], None]:
    """Return a listener that adds a batch's answers to those of the batches before it."""
    return lambda count: recorder.progress(before + count, total, "answers")


def completion_row(
    policy: Policy, settings: SampleSettings, prompt: PromptRow, answer: Answer
) -> CompletionRow:
    sampling = {
        "temperature": settings.temperature,
        "top_p": settings.top_p,
        "min_new_tokens": settings.min_new_tokens,
        "max_new_tokens": settings.max_new_tokens,
        "seed": settings.seed,
        "ended": answer.ended,
        "tokens": len(answer.ids),
    }
    return CompletionRow(
        completion_id=str(uuid.uuid4()),
        prompt_id=prompt.prompt_id,
        messages=prompt.messages,
        text=decode_answer(policy.tokenizer, answer.ids),
        domain=prompt.domain,
        model=settings.model,
        sampling=sampling,
    )


def read_finished(partial: Path, k: int) -> set[str]:
    """Return the prompts an earlier attempt has answered whole; what a kill cut off is taken out of the file."""
    if not partial.exists():
        return set()
    content = partial.read_bytes()
    os.truncate(partial, content.rfind(b"\n") + 1)
    rows = list(read_rows(partial, CompletionRow))
    counts = Counter(row.prompt_id for row in rows)
    finished = {prompt_id for prompt_id, count in counts.items() if count == k}
    write_rows(partial, (row for row in rows if row.prompt_id in finished))
    return finished


def append_rows(partial: Path, rows: Sequence[CompletionRow]) -> None:
    """Add whole prompts in one write, synced."""
    block = "".join(json.dumps(row.to_json(), ensure_ascii=False) + "\n" for row in rows)
    with partial.open("a", encoding="utf-8") as lines:
        lines.write(block)
        lines.flush()
        os.fsync(lines.fileno())


def some_samples(rows: Sequence[CompletionRow]) -> Iterator[dict[str, object]]:
    for row in rows:
        yield {
            "prompt_id": row.prompt_id,
            "domain": row.domain,
            "prompt": asdict(row.messages[-1])["content"],
            "text": row.text,
        }
