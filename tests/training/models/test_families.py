"""The model families of the field: what we say of an answer is what the model's own code says, whoever drew it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM

from tests.tiny import tiny_tokenizer
from training.models.adapters import AdapterShape
from training.models.format import Kind
from training.models.generation import Sampling, generate
from training.models.loading import load_policy
from training.models.packing import Group
from training.models.reward import new_reward_model
from training.models.rollout import Asked, ask, make_rollout
from training.models.source import resolve_source
from training.support.budget import Budget
from training.support.device import Device
from training.support.errors import TrainerError

SIZES: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 512,
    "initializer_range": 0.3,
    "pad_token_id": 0,
    "bos_token_id": None,
    "eos_token_id": 1,
}
EXPERTS = {"num_local_experts": 2, "num_experts": 2, "num_experts_per_tok": 1, "moe_intermediate_size": 24}
FAMILIES: dict[str, dict[str, Any]] = {
    "llama": {},
    "mistral": {"sliding_window": None},
    "qwen2": {},
    "qwen3": {},
    "phi3": {},
    "gemma": {},
    "gemma2": {"final_logit_softcapping": 2.0, "attn_logit_softcapping": 0.5},
    "gemma3_text": {"sliding_window": 512},
    "olmo2": {},
    "granite": {"logits_scaling": 8.0},
    "granitemoe": {**EXPERTS, "logits_scaling": 8.0},
    "cohere": {},
    "cohere2": {},
    "starcoder2": {"sliding_window": None},
    "stablelm": {},
    "phi": {},
    "glm4": {},
    "olmo3": {},
    "olmoe": EXPERTS,
    "exaone4": {},
    "ernie4_5": {},
    "seed_oss": {},
    "nemotron": {},
    "apertus": {},
    "deepseek_v3": {
        **EXPERTS,
        "num_key_value_heads": 4,
        "qk_nope_head_dim": 8,
        "qk_rope_head_dim": 8,
        "v_head_dim": 8,
        "q_lora_rank": 16,
        "kv_lora_rank": 16,
        "n_routed_experts": 2,
        "n_group": 1,
        "topk_group": 1,
    },
    "gpt2": {"n_embd": 32, "n_layer": 2, "n_head": 4},
    "gpt_neox": {},
    "gptj": {"n_embd": 32, "n_layer": 2, "n_head": 4, "rotary_dim": 4, "n_positions": 512},
    "opt": {"ffn_dim": 48, "word_embed_proj_dim": 32},
    "bloom": {"n_layer": 2, "n_head": 4},
    "falcon": {"head_dim": None},
    "mixtral": EXPERTS,
    "qwen3_moe": EXPERTS,
    "gpt_oss": EXPERTS,
    "smollm3": {},
    "mistral, a window": {"sliding_window": 6},
    "gemma3_text, a window": {"sliding_window": 6},
    "gpt_oss, a window": {**EXPERTS, "sliding_window": 6},
    "qwen3, a window": {"use_sliding_window": True, "sliding_window": 6, "max_window_layers": 1},
}
"""What each is made of, by the name transformers has for it; a window is shorter than a prompt with its answer."""
WRITER: dict[str, Any] = {
    "d_model": 32,
    "d_kv": 8,
    "d_ff": 48,
    "num_layers": 2,
    "num_heads": 4,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 48,
    "decoder_ffn_dim": 48,
    "max_position_embeddings": 256,
    "pad_token_id": 0,
    "bos_token_id": None,
    "eos_token_id": 1,
    "decoder_start_token_id": 0,
    "forced_eos_token_id": None,
}
WRITERS = ("t5", "mt5", "longt5", "bart", "mbart", "pegasus", "marian", "blenderbot", "led")
"""Encoder-decoders, all made of the same."""
PROMPTS = [[5, 9, 77, 41, 12], [8, 6]]


@pytest.fixture(scope="module", params=[*FAMILIES, *WRITERS])
def family(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    kind = request.param.partition(",")[0]
    return saved(tmp_path_factory.mktemp(kind), kind, WRITER if kind in WRITERS else FAMILIES[request.param])


def saved(folder: Path, kind: str, made_of: dict[str, Any]) -> str:
    """Save a tiny model of a family with its tokenizer, and return its folder."""
    tokenizer = tiny_tokenizer()
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    given = made_of if kind in WRITERS else {**SIZES, **made_of}
    sizes = {name: size for name, size in given.items() if size is not None or name.endswith("_token_id")}
    config = AutoConfig.for_model(kind, vocab_size=len(tokenizer), **sizes)
    model: Any = AutoModelForSeq2SeqLM if kind in WRITERS else AutoModelForCausalLM
    model.from_config(config).save_pretrained(folder)
    return str(folder)


def own_logits(model: Any, prompt: list[int], answer: list[int]) -> torch.Tensor:
    """Return [t, v] what a model's own code says of an answer."""
    logits: torch.Tensor
    if model.config.is_encoder_decoder:
        written = [model.config.decoder_start_token_id, *answer[:-1]]
        logits = model(input_ids=torch.tensor([prompt]), decoder_input_ids=torch.tensor([written])).logits[0]
    else:
        logits = model(torch.tensor([[*prompt, *answer]])).logits[0, len(prompt) - 1 : -1]
    return logits


def test_it_says_what_the_models_own_code_says(family: str, cpu: Device) -> None:
    policy = load_policy(resolve_source(family, "m"), cpu)
    kind = AutoModelForCausalLM if policy.kind is Kind.DECODER else AutoModelForSeq2SeqLM
    own = kind.from_pretrained(family, attn_implementation="eager").eval()
    groups = [Group(PROMPTS[0], [[60, 61, 62, 1], [63, 64]]), Group(PROMPTS[1], [[70, 71, 72]])]
    with torch.no_grad():
        said = policy.token_states(groups, temperature=1.0, min_new_tokens=0).logprobs
        expected = [
            own_logits(own, prompt, answer).log_softmax(dim=1).gather(1, torch.tensor(answer)[:, None])[:, 0]
            for prompt, answers in groups
            for answer in answers
        ]
    torch.testing.assert_close(said, torch.cat(expected), atol=1e-4, rtol=1e-4)


def test_what_it_kept_of_drawing_is_what_a_pass_says(family: str, cpu: Device) -> None:
    policy = load_policy(resolve_source(family, "m"), cpu)
    chance = torch.rand(2, 12, generator=torch.manual_seed(3))
    budget = Budget(8, pytest.fail, "answers")
    drawn = generate(policy, PROMPTS, [chance, chance], Sampling(1.0, 0, 12), at_once=budget)
    rollout = make_rollout(PROMPTS, drawn)
    asked = ask(policy, rollout, Asked(1.0, 0, Budget(64, pytest.fail))).logprobs
    kept = pad_sequence([answer.logprobs for answer in rollout.answers], batch_first=True)
    torch.testing.assert_close(kept, asked, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("kind", ["gemma2", "gpt_oss"])
def test_what_attends_by_its_own_code_alone_shares_no_prompt(kind: str, cpu: Device, tmp_path: Path) -> None:
    policy = load_policy(resolve_source(saved(tmp_path, kind, FAMILIES[kind]), "m"), cpu)
    assert not policy.shared
    assert policy.language_model.config._attn_implementation == "eager"


@pytest.mark.parametrize("kind", ["mamba", "rwkv"])
def test_a_model_that_keeps_a_running_state_is_refused_in_words(
    kind: str, cpu: Device, tmp_path: Path
) -> None:
    folder = saved(tmp_path, kind, {})
    with pytest.raises(
        TrainerError, match=r"Podium cannot answer with .* Choose a model that attends in every layer"
    ):
        load_policy(resolve_source(folder, "m"), cpu)


def test_a_family_without_a_classifier_is_refused_as_a_reward_model_in_words(
    cpu: Device, tmp_path: Path
) -> None:
    source = resolve_source(saved(tmp_path, "granite", {}), "m")
    with pytest.raises(
        TrainerError, match=r"kind granite cannot be a reward model: .* need not be the policy's"
    ):
        new_reward_model(source, cpu, AdapterShape(2, 4), longest=64)
