"""Toy tasks of letters: a tokenizer of letters, a small model made from nothing, and a judge that knows what is right.

A judge is a sequence classifier like any other that a run can be given: only its score comes from a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models
from torch import nn
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedConfig,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)
from transformers.modeling_outputs import SequenceClassifierOutput

from training.contract.rows import Message, PromptRow

PAD, END = "<pad>", "<end>"
TEMPLATE = "{% for message in messages %}{{ message.content }}{% endfor %}"
CONTEXT = 64

Rule = Callable[[str, str, dict[str, Any]], float]
"""What an answer is worth: of the prompt, the answer and the facts of the task."""
RULES: dict[str, Rule] = {}


def letters_tokenizer(letters: str) -> PreTrainedTokenizerFast:
    """Return a tokenizer that gives every letter one id, and writes a conversation as its texts alone."""
    vocabulary = {token: number for number, token in enumerate([PAD, END, *letters])}
    inner = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    inner.decoder = decoders.Fuse()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=inner, pad_token=PAD, eos_token=END)
    tokenizer.chat_template = TEMPLATE
    return tokenizer


def letters_model(folder: Path, letters: str, *, seed: int, width: int = 64, spread: float = 0.1) -> str:
    """Save a language model of two layers with random weights, and return its folder."""
    letters_tokenizer(letters).save_pretrained(folder)
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(letters) + 2,
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=CONTEXT,
        initializer_range=spread,
        pad_token_id=0,
        bos_token_id=None,
        eos_token_id=1,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return str(folder)


def letter_prompts(prompts: Sequence[str], *, heldout: bool = True) -> list[PromptRow]:
    """Return a row a prompt to learn from, and the same ones to be measured on: a toy has few."""
    return [
        PromptRow(f"{split}-{number}", (Message("user", prompt),), split=split)
        for split in (["train", "heldout"] if heldout else ["train"])
        for number, prompt in enumerate(prompts)
    ]


class JudgeConfig(PreTrainedConfig):
    model_type = "podium_judge"

    def __init__(
        self,
        letters: str = "",
        prompt_length: int = 1,
        rule: str = "",
        facts: dict[str, Any] | None = None,
        **others: Any,
    ) -> None:
        self.letters, self.prompt_length, self.rule, self.facts = letters, prompt_length, rule, facts or {}
        super().__init__(**{"num_labels": 1, "pad_token_id": 0, **others})


class Trunk(nn.Module):
    """Has the weight without which no model can be saved."""

    def __init__(self, config: JudgeConfig) -> None:
        super().__init__()
        self.config = config
        self.unused = nn.Parameter(torch.zeros(1))


class Judge(PreTrainedModel):
    """Scores a prompt of a known number of letters and its answer by a rule."""

    config_class = JudgeConfig
    base_model_prefix = "trunk"
    _supports_sdpa = True

    def __init__(self, config: JudgeConfig) -> None:
        super().__init__(config)
        self.trunk = Trunk(config)
        self.post_init()  # type: ignore[no-untyped-call]

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, **others: Any
    ) -> SequenceClassifierOutput:
        rule, letters = RULES[self.config.rule], ["", "", *self.config.letters]
        scores = []
        for ids, mask in zip(input_ids.tolist(), attention_mask.tolist(), strict=True):
            text = "".join(letters[one] for one, seen in zip(ids, mask, strict=True) if seen)
            prompt, answer = text[: self.config.prompt_length], text[self.config.prompt_length :]
            scores.append([rule(prompt, answer, self.config.facts)])
        return SequenceClassifierOutput(logits=torch.FloatTensor(scores))


def save_judge(
    folder: Path, letters: str, rule: str, *, prompt_length: int = 1, facts: dict[str, Any] | None = None
) -> str:
    """Save a judge and return its folder; a run can be given it in this process alone."""
    AutoConfig.register(JudgeConfig.model_type, JudgeConfig, exist_ok=True)
    AutoModelForSequenceClassification.register(JudgeConfig, Judge, exist_ok=True)
    config = JudgeConfig(letters, prompt_length, rule, facts, max_position_embeddings=CONTEXT)
    Judge(config).save_pretrained(folder)
    letters_tokenizer(letters).save_pretrained(folder)
    return str(folder)


def successor(prompt: str, answer: str, facts: dict[str, Any]) -> float:
    """Return the share of an answer's letters that follow the letter before them in the circle facts["letters"].

    The best answer to a letter is the letters after it, of worth 1; one drawn at random is worth 1 / (how many there are).
    """
    letters, length = str(facts["letters"]), int(facts["length"])
    following = dict(zip(letters, letters[1:] + letters[:1], strict=True))
    text = prompt[-1:] + answer
    right = [following[before] == after for before, after in pairwise(text)]
    return sum(right) / length


RULES["successor"] = successor
