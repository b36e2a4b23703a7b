"""Models small enough to be made and trained inside a test, and run folders that use them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertForSequenceClassification,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForSequenceClassification,
    T5Config,
    T5ForConditionalGeneration,
)

from training.__main__ import main
from training.contract.events import Event, read_events
from training.contract.rows import CompletionRow, Message, PromptRow, RankingRow, Row, file_sha256, write_rows
from training.contract.rundir import RunDir
from training.contract.settings import SETTINGS
from training.contract.spec import VERSION

ROOT = Path(__file__).parents[1]
PAD, END, CLASS, BETWEEN = "<pad>", "<end>", "<cls>", "<sep>"
TEMPLATE = (
    "{% for message in messages %}<{{ message.role }}>{{ message.content }}<end>{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)


def tiny_tokenizer(
    *, template: str | None = TEMPLATE, encoder: bool = False, typed: bool = True
) -> PreTrainedTokenizerFast:
    """Return a tokenizer of bytes: every text has ids, and nothing is unknown."""
    letters = [PAD, END, CLASS, BETWEEN, *sorted(pre_tokenizers.ByteLevel.alphabet())]
    vocabulary = {letter: number for number, letter in enumerate(letters)}
    inner = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    if encoder:
        inner.post_processor = processors.TemplateProcessing(
            single=f"{CLASS} $A {BETWEEN}",
            pair=f"{CLASS} $A {BETWEEN} $B:1 {BETWEEN}:1",
            special_tokens=[(mark, vocabulary[mark]) for mark in (CLASS, BETWEEN)],
        )
    special = {"cls_token": CLASS, "sep_token": BETWEEN} if encoder else {"eos_token": END}
    names = ["input_ids", "attention_mask", *(["token_type_ids"] if encoder and typed else [])]
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner, pad_token=PAD, model_input_names=names, **special
    )
    tokenizer.chat_template = template
    return tokenizer


def tiny_llama(folder: Path, *, seed: int = 0) -> str:
    """Save a causal model of two layers with grouped heads, and return its folder."""
    tokenizer = tiny_tokenizer()
    tokenizer.save_pretrained(folder)
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        initializer_range=0.3,
        pad_token_id=0,
        bos_token_id=None,
        eos_token_id=1,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return str(folder)


def tiny_adapter(folder: Path, base: str, *, seed: int = 0, **config: Any) -> str:
    """Save a LoRA adapter on a base as fine-tuning with peft leaves it, far from zero, and return its folder."""
    kind = (
        AutoModelForSeq2SeqLM if AutoConfig.from_pretrained(base).is_encoder_decoder else AutoModelForCausalLM
    )
    torch.manual_seed(seed)
    lora = LoraConfig(r=2, target_modules="all-linear", **config)
    model = get_peft_model(kind.from_pretrained(base), lora)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.normal_(0, 0.1)
    model.save_pretrained(str(folder))
    AutoTokenizer.from_pretrained(base).save_pretrained(folder)
    return str(folder)


def broken_llama(folder: Path) -> str:
    """Save a causal model whose every answer is no number, and return its folder."""
    model = LlamaForCausalLM.from_pretrained(tiny_llama(folder))
    with torch.no_grad():
        model.model.norm.weight.fill_(float("nan"))
    model.save_pretrained(folder)
    return str(folder)


def tiny_bert(folder: Path) -> str:
    """Save a bidirectional encoder, whose answers cannot share a prompt's encoding, and return its folder."""
    tokenizer = tiny_tokenizer(template=None, encoder=True)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=512,
        pad_token_id=0,
    )
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


def tiny_roberta(folder: Path, labels: Sequence[str] = ("nothate", "hate")) -> str:
    """Save a classifier with named labels whose positions begin behind the padding index, and return its folder."""
    tokenizer = tiny_tokenizer(template=None, encoder=True, typed=False)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(2)
    config = RobertaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=130,
        type_vocab_size=1,
        initializer_range=0.3,
        pad_token_id=0,
        id2label=dict(enumerate(labels)),
        label2id={label: place for place, label in enumerate(labels)},
    )
    RobertaForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


def tiny_gpt2(folder: Path) -> str:
    """Save a causal model without a pad token, whose one special token ends answers, and return its folder."""
    tokenizer = tiny_tokenizer(template=None)
    tokenizer.pad_token = None
    tokenizer.save_pretrained(folder)
    torch.manual_seed(4)
    config = GPT2Config(
        vocab_size=len(tokenizer),
        n_embd=32,
        n_layer=2,
        n_head=4,
        n_positions=512,
        initializer_range=0.3,
        bos_token_id=1,
        eos_token_id=1,
    )
    GPT2LMHeadModel(config).save_pretrained(folder)
    return str(folder)


def tiny_bart(folder: Path) -> str:
    """Save an encoder-decoder whose classifier has a head of two layers, and return its folder."""
    tokenizer = tiny_tokenizer(template=None)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(6)
    config = BartConfig(
        vocab_size=len(tokenizer),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=48,
        decoder_ffn_dim=48,
        max_position_embeddings=512,
        init_std=0.3,
        pad_token_id=0,
        bos_token_id=None,
        eos_token_id=1,
        decoder_start_token_id=1,
        forced_eos_token_id=None,
    )
    BartForConditionalGeneration(config).save_pretrained(folder)
    return str(folder)


def tiny_t5(folder: Path, **config: Any) -> str:
    """Save an encoder-decoder as it is before any classifier is made of it, and return its folder."""
    tokenizer = tiny_tokenizer(template=None)
    inner = tokenizer.backend_tokenizer
    inner.post_processor = processors.TemplateProcessing(
        single=f"$A {END}", pair=f"$A {END} $B {END}", special_tokens=[(END, tokenizer.eos_token_id)]
    )
    tokenizer.save_pretrained(folder)
    torch.manual_seed(3)
    made = T5Config(
        vocab_size=len(tokenizer),
        d_model=32,
        d_kv=8,
        d_ff=48,
        num_layers=2,
        num_heads=4,
        pad_token_id=0,
        eos_token_id=1,
        initializer_factor=1.0,
        **config,
    )
    made.decoder_start_token_id = 0
    T5ForConditionalGeneration(made).save_pretrained(folder)
    return str(folder)


def asked(text: str) -> tuple[Message, ...]:
    return (Message(role="user", content=text),)


def prompt_rows(train: int, heldout: int = 0) -> list[PromptRow]:
    splits = ["train"] * train + ["heldout"] * heldout
    return [
        PromptRow(prompt_id=f"p{number}", messages=asked(f"Say {number}!"), domain="helpful", split=split)
        for number, split in enumerate(splits)
    ]


def ranking_rows(train: int, heldout: int = 0, *, k: int = 3) -> list[RankingRow]:
    """Return one ranking a prompt: an answer with more stars is better."""
    return [
        RankingRow(
            ranking_id=f"r-{row.prompt_id}",
            prompt_id=row.prompt_id,
            messages=row.messages,
            completions=[
                {"id": f"{row.prompt_id}-{stars}", "text": "*" * stars + "." * (k - stars), "sampling": {}}
                for stars in range(k)
            ],
            groups=[[f"{row.prompt_id}-{stars}"] for stars in reversed(range(k))],
            split=row.split,
        )
        for row in prompt_rows(train, heldout)
    ]


def completion_rows(texts: Sequence[str]) -> list[CompletionRow]:
    return [
        CompletionRow(
            completion_id=f"c{number}",
            prompt_id=f"p{number % 2}",
            messages=asked(f"Say {number % 2}!"),
            text=text,
        )
        for number, text in enumerate(texts)
    ]


def make_run(folder: Path, verb: str, rows: Iterable[Row], settings: dict[str, Any]) -> RunDir:
    """Write a run folder as the web does."""
    name = SETTINGS[verb].inputs[0]
    run_dir = RunDir(folder)
    path = run_dir.data / f"{name}.jsonl"
    count = write_rows(path, rows)
    given = {"path": f"data/{name}.jsonl", "rows": count, "sha256": file_sha256(path)}
    run_dir.create(
        {
            "version": VERSION,
            "verb": verb,
            "run_id": folder.name,
            "settings": settings,
            "inputs": {name: given},
        }
    )
    return run_dir


def start_trainer(verb: str, run_dir: RunDir) -> subprocess.Popen[str]:
    """Start the trainer as a launcher does: a process of its own, one thread."""
    return subprocess.Popen(
        [sys.executable, "-m", "training", verb, str(run_dir.path)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def torchrun(*words: str) -> subprocess.Popen[str]:
    """Start two processes of a Python module."""
    launcher = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    return subprocess.Popen(
        [*launcher, "-m", *words],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def signals_kept() -> Iterator[None]:
    """Give the signals that a trainer listens to back after a run in this process."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    handlers = [signal.getsignal(number) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, handlers, strict=True):
            signal.signal(number, handler)


def train(verb: str, run_dir: RunDir) -> int:
    """Run the trainer in this process and return its exit code."""
    with signals_kept():
        return main([verb, str(run_dir.path)])


def completed(verb: str, run_dir: RunDir) -> list[Event]:
    """Run the trainer and return its events; a run that does not complete fails the test with its last word."""
    code = train(verb, run_dir)
    events = list(read_events(run_dir.events))
    assert (code, events[-1].kind) == (0, "completed"), events[-1].body
    return events


def reward_model_made(folder: Path, rows: Iterable[RankingRow], **settings: Any) -> Path:
    """Let a reward run learn from the rows, and return the folder of the model it made."""
    run_dir = make_run(folder, "reward", rows, settings)
    completed("reward", run_dir)
    return run_dir.artifacts / "reward_model"


def of_kind(events: Iterable[Event], kind: str) -> list[Event]:
    return [event for event in events if event.kind == kind]


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
