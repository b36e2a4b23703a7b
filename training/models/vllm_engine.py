"""Answers by vLLM, which holds a second copy of the base and gets the policy's adapter anew at every step.

Written against vLLM 0.31 (`vllm.LLM`, `vllm.SamplingParams`, `vllm.lora.request.LoRARequest`); it has not been run with it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from training.models.adapters import save_adapter
from training.models.answering import Question, foreign_answer
from training.models.format import Kind
from training.models.generation import Answer, Sampling
from training.models.loading import model_place
from training.models.policy import ADAPTER, Policy
from training.support.errors import TrainerError
from training.support.seed import derived_seed

RANKS = (1, 8, 16, 32, 64, 128, 256, 320, 512)
"""The sizes of adapters that vLLM has room for (`MaxLoRARanks` in `vllm/config/lora.py`)."""
LONGEST_THAT_FITS = -1


class VllmEngine:
    """Answers of a causal model with a LoRA adapter. Each answer has a seed of its own.

    Between the steps vLLM sleeps: its weights wait in the machine's memory, and its cache is gone, which leaves the GPU to
    scoring and training.
    """

    def __init__(self, policy: Policy, sampling: Sampling, copies: int, memory: float) -> None:
        """Start vLLM on the policy's base; `memory` is the share of the GPU that it may fill while it answers."""
        check_base(policy)
        import vllm
        from vllm.lora.request import LoRARequest

        self.policy, self.sampling, self.copies = policy, sampling, copies
        self.make_params, self.make_request = vllm.SamplingParams, LoRARequest
        self.steps = 0
        self.llm: Any = vllm.LLM(
            str(model_place(policy.source)),
            dtype=policy.device.dtype_name,
            skip_tokenizer_init=True,
            generation_config="vllm",
            max_model_len=LONGEST_THAT_FITS,
            gpu_memory_utilization=memory,
            enable_sleep_mode=True,
            enable_lora=True,
            max_lora_rank=rank_with_room(policy.model.peft_config[ADAPTER].r),
        )
        self.llm.sleep(level=1)

    def answer(self, questions: Sequence[Question], on_answers: Callable[[int], None]) -> list[list[Answer]]:
        """Return the answers to each question.

        vLLM keeps adapters and prompts by the adapter's name, number and folder: all three are new each time.
        """
        self.steps += 1
        self.llm.wake_up()
        with tempfile.TemporaryDirectory(prefix="podium-adapter-") as folder:
            save_adapter(self.policy.model, ADAPTER, Path(folder))
            outputs = self.llm.generate(
                [{"prompt_token_ids": question.prompt} for question in questions],
                [self._params(question) for question in questions],
                use_tqdm=False,
                lora_request=self.make_request(f"{ADAPTER}-{self.steps}", self.steps, folder),
            )
        self.llm.sleep(level=1)
        on_answers(len(questions) * self.copies)
        return [
            [
                foreign_answer(list(given.token_ids), self.policy, self.sampling)
                for given in sorted(output.outputs, key=lambda given: int(given.index))
            ]
            for output in outputs
        ]

    def _params(self, question: Question) -> Any:
        """Return how to answer a question: from the whole distribution, its copies by seeds that follow each other."""
        return self.make_params(
            n=self.copies,
            seed=derived_seed(*question.chance),
            temperature=self.sampling.temperature,
            top_p=1.0,
            top_k=0,
            min_p=0.0,
            min_tokens=self.sampling.min_new_tokens,
            max_tokens=self.sampling.max_new_tokens,
            stop_token_ids=self.policy.end_ids,
            detokenize=False,
        )


def check_base(policy: Policy) -> None:
    """Raise TrainerError where the policy's adapter does not lie on one whole causal model that vLLM can load."""
    if policy.kind is not Kind.DECODER:
        raise TrainerError(
            f"{policy.source.name} is an encoder-decoder model, which vLLM does not answer with here.",
            "Choose engine loop.",
        )
    if policy.source.base is not None:
        raise TrainerError(
            f"{policy.source.name} is an adapter, and vLLM takes one adapter on a whole model: the policy's own.",
            f"Make it whole first: python -m training merge {policy.source.name} TARGET; then start from TARGET.",
        )


def rank_with_room(rank: int) -> int:
    """Return the smallest size that vLLM has with room for an adapter of this rank."""
    found = next((size for size in RANKS if size >= rank), None)
    if found is None:
        raise TrainerError(
            f"settings.lora_r: vLLM has no room for an adapter of rank {rank}.",
            f"Choose {RANKS[-1]} or less, or engine loop.",
        )
    return found
