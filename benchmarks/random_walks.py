"""Shortest walks on a graph, learned from a reward at the end: the toy of trlX, from random walks to PPO.

A model made from nothing learns to write random walks; PPO then learns to reach the goal by the shortest. Our own version of
CarperAI/trlx, examples/randomwalks/randomwalks.py at commit 10eabd8 (after Chen et al. 2021, "Decision Transformer", A.3).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import deque
from pathlib import Path
from random import Random
from statistics import mean, median
from typing import Any, NamedTuple

import torch
from transformers import LlamaForCausalLM

from benchmarks.keeping import run_keeping
from benchmarks.letters import RULES, letter_prompts, letters_model, letters_tokenizer, save_judge
from benchmarks.ppo_material import new_run
from training.contract.events import fold

NODES, LONGEST, EDGE = 21, 10, 0.1
GOAL = "a"
LETTERS = "abcdefghijklmnopqrstu"


class Graph(NamedTuple):
    """Where one can go from each node, and how many nodes the shortest walk to the goal has, both ends counted."""

    edges: dict[str, list[str]]
    shortest: dict[str, int]

    def facts(self) -> dict[str, Any]:
        return {"edges": self.edges, "shortest": self.shortest}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seeds", type=int, default=3, help="how many graphs, each with its own model")
    parser.add_argument("--walks", type=int, default=1000, help="random walks to begin from")
    parser.add_argument("--warm-up", type=int, default=300, help="steps on random walks")
    parser.add_argument("--steps", type=int, default=60, help="of PPO")
    parser.add_argument("--samples", type=int, default=8, help="answers to each of the starts in a step")
    parser.add_argument("--value-models", nargs="+", choices=("head", "adapter"), default=["head", "adapter"])


def run(options: argparse.Namespace) -> dict[str, Any]:
    torch.set_num_threads(1)
    found: dict[str, dict[str, Any]] = {}
    for seed in range(options.seeds):
        with tempfile.TemporaryDirectory(prefix="podium-benchmark-") as folder:
            found[f"graph_{seed}"] = one_graph(options, Path(folder), seed)
        sys.stderr.write(f"graph {seed}: {found[f'graph_{seed}']}\n")

    def mean_after(kind: str, name: str) -> float:
        return round(mean(float(graph[kind][name]) for graph in found.values()), 3)

    return {
        "optimality_before": mean_after(options.value_models[0], "optimality_before"),
        "optimality_after": {kind: mean_after(kind, "optimality_after") for kind in options.value_models},
        "explained_variance": {kind: mean_after(kind, "explained_variance") for kind in options.value_models},
        **found,
        "torch": torch.__version__,
    }


def one_graph(options: argparse.Namespace, folder: Path, seed: int) -> dict[str, Any]:
    """Return what PPO makes of one model of random walks, by kind of value model."""
    chance = Random(seed)  # noqa: S311  repeatable on purpose
    graph = made_graph(chance)
    starts = [start for start in LETTERS if start != GOAL and graph.shortest[start] < LONGEST]
    model = letters_model(folder / "model", LETTERS, seed=seed)
    learn_walks(
        Path(model), [random_walk(graph, chance) for _ in range(options.walks)], options.warm_up, seed
    )
    settings = {
        "model": model,
        "reward_model": save_judge(folder / "judge", LETTERS, "walk", facts=graph.facts()),
        "steps": options.steps,
        "prompts_per_step": len(starts),
        "samples_per_prompt": options.samples,
        "max_new_tokens": LONGEST - 1,
        "learning_rate": 3e-3,
        "kl_coefficient": 0.0,
        "missing_end_penalty": 0.0,
        "epochs": 4,
        "minibatches": 1,
        "tokens_per_batch": 65_536,
        "target_kl": 0.0,
        "max_kl": 1e6,
        "evaluate_every": max(options.steps // 6, 1),
        "checkpoint_every": options.steps,
        "seed": seed,
    }
    return {
        kind: one_run(folder / kind, starts, {**settings, "value_model": kind})
        for kind in options.value_models
    }


def one_run(folder: Path, starts: list[str], settings: dict[str, Any]) -> dict[str, Any]:
    """Return the optimality of sampled walks from every start, before PPO and after, and how it went."""
    events = run_keeping(new_run(folder, "ppo", letter_prompts(starts), settings))
    result = fold(events).result
    explained = [event.body["values"]["explained_variance"] for event in events if event.kind == "metric"]
    return {
        "optimality_before": round(result["reward_before"], 3),
        "optimality_after": round(result["reward_after"], 3),
        "gain": result["gain"],
        "explained_variance": round(median(explained), 3),
        "curve": {
            event.body["step"]: round(event.body["values"]["heldout_reward"]["value"], 3)
            for event in events
            if event.kind == "evaluation"
        },
    }


def made_graph(chance: Random) -> Graph:
    """Return a random graph: every node leads somewhere, an edge there is with probability 0.1, the goal leads nowhere."""
    edges: dict[str, list[str]] = {}
    for node in LETTERS:
        others = [other for other in LETTERS if other != node]
        edges[node] = [other for other in others if chance.random() < EDGE] or [chance.choice(others)]
    edges[GOAL] = []
    return Graph(edges, shortest_walks(edges))


def shortest_walks(edges: dict[str, list[str]]) -> dict[str, int]:
    """Return how many nodes the shortest walk to the goal has; the longest allowed where it is longer, or there is none."""
    lengths, waiting = {GOAL: 1}, deque([GOAL])
    while waiting:
        reached = waiting.popleft()
        for node in edges:
            if reached in edges[node] and node not in lengths:
                lengths[node] = lengths[reached] + 1
                waiting.append(node)
    return {node: min(lengths.get(node, LONGEST), LONGEST) for node in edges}


def random_walk(graph: Graph, chance: Random) -> str:
    walk = chance.choice([node for node in LETTERS if node != GOAL])
    while walk[-1] != GOAL and len(walk) < LONGEST:
        walk += chance.choice(graph.edges[walk[-1]])
    return walk


def optimality(prompt: str, answer: str, facts: dict[str, Any]) -> float:
    """Return (longest - length) / (longest - shortest) of a walk that reaches the goal in time, 0 of any other."""
    walk = prompt + answer
    for place, node in enumerate(walk):
        if place and node not in facts["edges"][walk[place - 1]]:
            return 0.0
        if node == GOAL:
            return max(LONGEST - (place + 1), 0) / (LONGEST - int(facts["shortest"][prompt]))
    return 0.0


RULES["walk"] = optimality


def learn_walks(folder: Path, walks: list[str], steps: int, seed: int) -> None:
    """Let a model learn to write such walks, in place, 64 a step."""
    tokenizer, model = letters_tokenizer(LETTERS), LlamaForCausalLM.from_pretrained(folder)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    chance = Random(seed)  # noqa: S311  repeatable on purpose
    for _ in range(steps):
        texts = [walk + tokenizer.eos_token for walk in chance.choices(walks, k=64)]
        batch = tokenizer(texts, padding=True, return_tensors="pt", return_token_type_ids=False)
        labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        model(**batch, labels=labels).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.save_pretrained(folder)
