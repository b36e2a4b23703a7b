"""Answers by transformers' continuous batching: rows that end make room for waiting ones, keys and values lie in pages.

Read in transformers 5.17, `generation/continuous_batching`. Its manager is used as `generate_batch` uses it, but gets every
request before it starts: then what is drawn does not depend on how fast requests arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from transformers import ContinuousBatchingConfig, GenerationConfig

from training.models.answering import LoopEngine, Question, foreign_answer
from training.models.decoding import merged_adapters
from training.models.format import Kind
from training.models.generation import Answer, Sampling
from training.models.policy import Policy
from training.models.trunk import SDPA, plain_attention
from training.support.budget import Budget
from training.support.errors import TrainerError
from training.support.seed import derived_seed

CPU_PAGE = 16
CPU_TOKENS = 512
"""Tokens in a page, and tokens at once, on a CPU."""
PATIENCE = 1.0
"""Seconds to wait for an answer before looking whether anybody still works on one."""


@dataclass(frozen=True)
class ContinuousEngine:
    """Answers of a causal model. One seed decides all draws of a call, in the order in which the batches come out."""

    policy: Policy
    sampling: Sampling
    copies: int
    at_once: Budget
    """Of our loop, which begins the answers; after it there are as many as the memory holds."""

    def __post_init__(self) -> None:
        model = self.policy.language_model
        can = self.policy.kind is Kind.DECODER and model.is_backend_compatible()
        if not can or plain_attention(model) != SDPA:
            raise TrainerError(
                f"Continuous batching cannot answer with {self.policy.source.name}: it takes causal models whose attention can "
                "be exchanged.",
                "Choose engine loop.",
            )

    def answer(self, questions: Sequence[Question], on_answers: Callable[[int], None]) -> list[list[Answer]]:
        """Return the answers to each question.

        transformers' batches cannot forbid an end by its place, so the first `min_new_tokens` tokens are drawn by our loop.
        """
        begun = self._begin(questions)
        requests = [
            question.prompt + ids for question, given in zip(questions, begun, strict=True) for ids in given
        ]
        seed = derived_seed(*(part for question in questions for part in question.chance))
        with merged_adapters(self.policy.model), paged_attention(self.policy):
            rest = iter(self._go_on(requests, seed, on_answers))
        return [
            [foreign_answer(ids + next(rest), self.policy, self.sampling) for ids in given] for given in begun
        ]

    def _begin(self, questions: Sequence[Question]) -> list[list[list[int]]]:
        """Return the first tokens of each question's answers, among which no end may be."""
        shortest = self.sampling.min_new_tokens
        if not shortest:
            return [[[] for _ in range(self.copies)] for _ in questions]
        sampling = replace(self.sampling, max_new_tokens=shortest)
        loop = LoopEngine(self.policy, sampling, self.copies, self.at_once)
        drawn = loop.answer(questions, lambda done: None)
        return [[answer.ids for answer in given] for given in drawn]

    def _go_on(self, requests: list[list[int]], seed: int, tell: Callable[[int], None]) -> list[list[int]]:
        """Return the further tokens of each request.

        A manager serves once: its CUDA graphs read the merged weights, which are others at the next step.
        """
        left = self.sampling.max_new_tokens - self.sampling.min_new_tokens
        if not left:
            return [[] for _ in requests]
        manager = self.policy.language_model.init_continuous_batching(
            GenerationConfig(
                do_sample=True,
                temperature=self.sampling.temperature,
                top_k=0,
                top_p=1.0,
                max_new_tokens=left,
                eos_token_id=self.policy.end_ids or -1,
                pad_token_id=self.policy.pad,
            ),
            self._pages(requests, left, seed),
        )
        names = manager.add_requests(requests)
        manager.warmup()
        manager.start()
        try:
            found = collect_answers(manager, len(names), tell)
        finally:
            manager.stop(hard_stop=True)
            manager.destroy()
        check_answers(manager, len(names), found)
        return [found[name].generated_tokens for name in names]

    def _pages(self, requests: Sequence[list[int]], left: int, seed: int) -> ContinuousBatchingConfig:
        """Return what decides the draws, and how many answers are written at once.

        On a GPU transformers makes as many pages as fit into most of the free memory; on a CPU that would be the machine's.
        """
        if self.policy.device.place.type == "cuda":
            return ContinuousBatchingConfig(seed=seed, max_requests_per_batch=len(requests))
        pages = sum((len(request) + left) // CPU_PAGE + 1 for request in requests)
        return ContinuousBatchingConfig(
            seed=seed,
            max_requests_per_batch=len(requests),
            block_size=CPU_PAGE,
            num_blocks=pages,
            max_batch_tokens=CPU_TOKENS,
        )


def collect_answers(manager: Any, count: int, tell: Callable[[int], None]) -> dict[str, Any]:
    """Return what became of the requests by their names: of all, or of fewer where one failed or nobody works any more."""
    found: dict[str, Any] = {}
    while len(found) < count:
        given = manager.get_result(timeout=PATIENCE)
        if given is None and not manager.is_running():
            break
        if given is not None:
            found[given.request_id] = given
            tell(len(found))
            if given.error is not None:
                break
    return found


def check_answers(manager: Any, count: int, found: Mapping[str, Any]) -> None:
    """Raise the error that ended all work, such as a lack of memory; TrainerError where one request failed."""
    if fatal := manager.background_thread_status.fatal_error:
        raise fatal
    failed = [given.error for given in found.values() if given.error is not None]
    if failed or len(found) < count:
        reason = failed[0] if failed else "its work ended without a word"
        raise TrainerError(f"Continuous batching gave an answer up: {reason}.", "Choose engine loop.")


@contextmanager
def paged_attention(policy: Policy) -> Iterator[None]:
    """Let transformers choose how to attend to pages, and afterwards put back what was: what we register has no paged form.

    It takes FlashAttention where that is installed, which float32 cannot use.
    """
    config = policy.language_model.config
    before = config._attn_implementation
    config._attn_implementation = "paged|sdpa" if policy.device.exact else "sdpa"
    try:
        yield
    finally:
        config._attn_implementation = before
