"""What bfloat16 gains a processor in PPO, and what it blurs: each pass in both precisions, in turn.

One model with a fresh LoRA adapter of rank 16 on q and v in either precision, the same prompts and answers.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from importlib.metadata import version
from statistics import median
from typing import Any

import torch

from benchmarks.ppo import say
from benchmarks.ppo_material import ALPHA, RANK, TARGETS, made_prompts, token_ids
from training.contract.setting import BUNDLED_MODEL
from training.models.adapters import AdapterShape
from training.models.generation import Answer, Sampling, generate
from training.models.loading import load_policy
from training.models.policy import Policy, train_adapter
from training.models.rollout import Asked, Rollout, ask, make_rollout
from training.models.source import resolve_source
from training.support.budget import Budget
from training.support.device import Device, bfloat16_units
from training.support.memory import keep_freed_memory
from training.support.seed import uniforms
from training.support.start import load_quietly

SIZES = ("model", "answers", "answer_tokens", "prompt_tokens", "micro_batch", "rounds")
PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default=BUNDLED_MODEL, help="a causal model: folder, id or bundled:…")
    parser.add_argument("--answers", type=int, default=16, help="each to a prompt of its own")
    parser.add_argument("--answer-tokens", type=int, default=48)
    parser.add_argument("--prompt-tokens", type=int, default=64)
    parser.add_argument("--micro-batch", type=int, default=8, help="answers of one timed pass")
    parser.add_argument("--rounds", type=int, default=5, help="timed ones, after one to warm up")


def run(options: argparse.Namespace) -> dict[str, Any]:
    load_quietly()
    keep_freed_memory()
    rows = made_prompts(options.model, options.answers, options.prompt_tokens, split="train", seed=0)
    prompts = token_ids(options.model, rows)
    policies = {name: adapted(options.model, dtype) for name, dtype in PRECISIONS.items()}
    sampling = Sampling(1.0, options.answer_tokens, options.answer_tokens)
    drawn = {name: make_rollout(prompts, answers(policies[name], prompts, sampling)) for name in policies}
    passes = {
        name: timed_passes(policy, prompts, drawn["float32"], sampling, options.micro_batch)
        for name, policy in policies.items()
    }
    seconds = seconds_in_turn(passes, options.rounds)
    positions = options.micro_batch * (options.prompt_tokens + options.answer_tokens)
    asked = Asked(sampling.temperature, sampling.min_new_tokens, Budget(positions, say))
    kept = {name: kept_apart(policies[name], drawn[name], asked) for name in policies}
    exact, blurred = (ask(policies[name], drawn["float32"], asked).logprobs.sum(1) for name in PRECISIONS)
    return {
        "speedup": {
            what: round(seconds["float32"][what] / seconds["bfloat16"][what], 2)
            for what in seconds["float32"]
        },
        "seconds": seconds,
        "kept_logprob_apart_at_most": kept,
        "answer_logprob_apart_mean": round(float((exact - blurred).abs().mean()), 3),
        **{name: getattr(options, name) for name in SIZES},
        "lora_r": RANK,
        "lora_targets": TARGETS,
        "threads": torch.get_num_threads(),
        "bfloat16_units": bfloat16_units(),
        "torch": version("torch"),
        "load_average_at_end": [round(load, 2) for load in os.getloadavg()],
    }


def adapted(model: str, dtype: torch.dtype) -> Policy:
    policy = load_policy(resolve_source(model, "--model"), Device(torch.device("cpu"), dtype, "CPU"))
    torch.manual_seed(0)
    train_adapter(policy, AdapterShape(RANK, ALPHA, targets=TARGETS))
    return policy


def answers(policy: Policy, prompts: list[list[int]], sampling: Sampling) -> list[list[Answer]]:
    chances = [uniforms(1, sampling.max_new_tokens, 0, place) for place in range(len(prompts))]
    return generate(policy, prompts, chances, sampling, at_once=Budget(len(prompts), say, "answers"))


def timed_passes(
    policy: Policy, prompts: list[list[int]], rollout: Rollout, sampling: Sampling, count: int
) -> dict[str, Callable[[], Any]]:
    """Return the passes of an update: one with gradients, one without, and the decode loop."""
    groups = rollout.groups(range(count))

    def told() -> torch.Tensor:
        states = policy.token_states(
            groups, temperature=sampling.temperature, min_new_tokens=sampling.min_new_tokens
        )
        return states.logprobs

    def learn() -> None:
        told().mean().backward()
        policy.model.zero_grad()

    return {
        "forward_and_backward": learn,
        "forward": torch.no_grad()(told),
        "answering": lambda: answers(policy, prompts, sampling),
    }


def seconds_in_turn(
    passes: dict[str, dict[str, Callable[[], Any]]], rounds: int
) -> dict[str, dict[str, float]]:
    """Return the median seconds of every pass, the precisions by turns; the first round warms up."""
    taken: dict[str, dict[str, list[float]]] = {
        name: {what: [] for what in whats} for name, whats in passes.items()
    }
    for number in range(rounds + 1):
        for name, whats in passes.items():
            for what, work in whats.items():
                began = time.perf_counter()
                work()
                if number > 0:
                    taken[name][what].append(time.perf_counter() - began)
        say(f"round {number} of {rounds}")
    return {
        name: {what: round(median(given), 3) for what, given in whats.items()}
        for name, whats in taken.items()
    }


def kept_apart(policy: Policy, rollout: Rollout, asked: Asked) -> float:
    """Return how far a log-probability that was kept from drawing lies from that of a forward pass, at most."""
    kept = torch.stack([answer.logprobs for answer in rollout.answers])
    return round(float((kept - ask(policy, rollout, asked).logprobs).abs().max()), 6)
