"""vLLM's engine beside a stand-in with the signatures of vLLM 0.31, which reads the adapter as vLLM would: from its folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

from tests.tiny import tiny_adapter
from tests.training.models.test_generation import far_policy
from training.contract.settings import PPOSettings
from training.models.answering import Question
from training.models.engines import check_engine
from training.models.generation import Sampling
from training.models.packing import Group
from training.models.policy import Policy, trainable
from training.models.vllm_engine import VllmEngine, rank_with_room
from training.support.device import Device
from training.support.errors import TrainerError
from training.support.ranks import Ranks

SAMPLING = Sampling(temperature=0.7, min_new_tokens=2, max_new_tokens=6)
QUESTIONS = [Question([5, 9, 77], (0, "test", 0)), Question([40, 41], (0, "test", 1))]


@dataclass
class SamplingParams:
    n: int = 1
    temperature: float = 1.0
    top_p: float = 1.0
    top_k: int = 0
    min_p: float = 0.0
    seed: int | None = None
    stop_token_ids: list[int] | None = None
    max_tokens: int | None = 16
    min_tokens: int = 0
    detokenize: bool = True


@dataclass
class LoRARequest:
    lora_name: str
    lora_int_id: int
    lora_path: str = ""


@dataclass
class CompletionOutput:
    index: int
    text: str
    token_ids: Sequence[int]
    cumulative_logprob: float | None = None
    logprobs: Any = None


@dataclass
class RequestOutput:
    outputs: list[CompletionOutput]


@dataclass
class LLM:
    """Answers every question with its likeliest tokens, whatever the seed; the copies come in the wrong order."""

    model: str
    dtype: str = field(kw_only=True)
    skip_tokenizer_init: bool = field(default=False, kw_only=True)
    generation_config: str = field(default="auto", kw_only=True)
    max_model_len: int | None = field(default=None, kw_only=True)
    gpu_memory_utilization: float = field(default=0.92, kw_only=True)
    enable_sleep_mode: bool = field(default=False, kw_only=True)
    enable_lora: bool = field(default=False, kw_only=True)
    max_lora_rank: int = field(default=16, kw_only=True)

    def __post_init__(self) -> None:
        self.awake = True
        self.requests: list[LoRARequest] = []
        self.params: list[SamplingParams] = []

    def sleep(self, level: int = 1) -> None:
        self.awake = False

    def wake_up(self, tags: list[str] | None = None) -> None:
        self.awake = True

    def generate(
        self,
        prompts: Sequence[dict[str, list[int]]],
        sampling_params: Sequence[SamplingParams],
        *,
        use_tqdm: bool = True,
        lora_request: LoRARequest,
    ) -> list[RequestOutput]:
        assert self.awake
        self.requests.append(lora_request)
        self.params += sampling_params
        base = AutoModelForCausalLM.from_pretrained(self.model)
        model = PeftModel.from_pretrained(base, lora_request.lora_path).eval()
        outputs = []
        for prompt, params in zip(prompts, sampling_params, strict=True):
            assert params.max_tokens is not None
            ids = torch.tensor([prompt["prompt_token_ids"]])
            with torch.no_grad():
                for _ in range(params.max_tokens):
                    token = model(input_ids=ids).logits[:, -1:].argmax(dim=2)
                    ids = torch.cat([ids, token], dim=1)
            answer = tuple(ids[0, -params.max_tokens :].tolist())
            copies = [CompletionOutput(copy, "", (*answer[:-1], 200 + copy)) for copy in range(params.n)]
            outputs.append(RequestOutput(copies[::-1]))
        return outputs


@pytest.fixture
def policy(llama: str, cpu: Device, monkeypatch: pytest.MonkeyPatch) -> Policy:
    vllm, lora, request = ModuleType("vllm"), ModuleType("vllm.lora"), ModuleType("vllm.lora.request")
    vllm.__dict__.update(LLM=LLM, SamplingParams=SamplingParams)
    request.__dict__.update(LoRARequest=LoRARequest)
    for module in (vllm, lora, request):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return far_policy(llama, cpu)


def likeliest(policy: Policy, prompt: list[int], count: int) -> list[int]:
    ids: list[int] = []
    with torch.no_grad():
        for _ in range(count):
            state = policy.answer_states([Group(prompt, [[*ids, 0]])]).hidden[-1:]
            ids.append(int(policy.logits(state).argmax()))
    return ids


def test_it_asks_vllm_for_the_whole_distribution_with_the_adapter_as_it_is_now(policy: Policy) -> None:
    engine = VllmEngine(policy, SAMPLING, copies=2, memory=0.3)
    llm = engine.llm
    assert (llm.model, llm.dtype, llm.max_lora_rank, llm.gpu_memory_utilization) == (
        policy.source.name,
        "float32",
        8,
        0.3,
    )
    assert not llm.awake
    heard: list[int] = []
    first = engine.answer(QUESTIONS, heard.append)
    with torch.no_grad():
        for weight in trainable(policy.model):
            weight.mul_(-2)
    second = engine.answer(QUESTIONS, heard.append)
    assert (llm.awake, heard) == (False, [4, 4])
    for question, one, other in zip(QUESTIONS, first, second, strict=True):
        assert [answer.ids[-1] for answer in one] == [200, 201]
        assert other[0].ids[:-1] == likeliest(policy, question.prompt, 5)
        assert one[0].ids != other[0].ids
    assert [(request.lora_name, request.lora_int_id) for request in llm.requests] == [
        ("policy-1", 1),
        ("policy-2", 2),
    ]
    assert len({request.lora_path for request in llm.requests}) == 2
    assert not any(Path(request.lora_path).exists() for request in llm.requests)
    params = llm.params[0]
    assert (params.n, params.temperature, params.top_p, params.top_k) == (2, 0.7, 1.0, 0)
    assert (params.min_tokens, params.max_tokens, params.stop_token_ids) == (2, 6, policy.end_ids)
    seeds = [params.seed for params in llm.params]
    assert seeds[:2] == seeds[2:]
    assert seeds[0] != seeds[1]


def test_it_needs_one_whole_causal_model_below_the_adapter(
    tmp_path: Path, policy: Policy, t5: str, llama: str, cpu: Device
) -> None:
    with pytest.raises(TrainerError, match="encoder-decoder model, which vLLM does not answer with"):
        VllmEngine(far_policy(t5, cpu), SAMPLING, copies=1, memory=0.3)
    started = far_policy(tiny_adapter(tmp_path, llama), cpu)
    with pytest.raises(TrainerError, match="python -m training merge"):
        VllmEngine(started, SAMPLING, copies=1, memory=0.3)


def test_it_finds_room_for_an_adapter_of_any_rank_that_vllm_knows() -> None:
    assert [rank_with_room(rank) for rank in (1, 4, 16, 65, 512)] == [1, 8, 16, 128, 512]
    with pytest.raises(TrainerError, match="no room for an adapter of rank 600"):
        rank_with_room(600)


def test_a_machine_without_vllm_or_without_a_gpu_is_told_before_anything_is_loaded(
    cpu: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = PPOSettings(reward_model="x", engine="vllm")
    with pytest.raises(TrainerError, match=r"pip install -r requirements/vllm\.txt"):
        check_engine(settings, cpu, Ranks())
    monkeypatch.setattr("training.models.engines.need_packages", lambda what, *names, listed: None)
    with pytest.raises(TrainerError, match="this run computes on the CPU"):
        check_engine(settings, cpu, Ranks())
    gpu = replace(cpu, place=torch.device("cuda"))
    check_engine(settings, gpu, Ranks())
    with pytest.raises(TrainerError, match="this run has 2 ranks"):
        check_engine(settings, gpu, Ranks(0, 2))
    check_engine(replace(settings, engine="loop"), cpu, Ranks(0, 2))
