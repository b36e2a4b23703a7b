"""The pieces of the random walks: graphs, shortest lengths, what a walk is worth, and walks learned from walks."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
import torch
from transformers import LlamaForCausalLM

from benchmarks.letters import letters_model, letters_tokenizer
from benchmarks.random_walks import (
    GOAL,
    LETTERS,
    LONGEST,
    Graph,
    learn_walks,
    made_graph,
    optimality,
    random_walk,
    shortest_walks,
)

EDGES = {"a": [], "b": ["a", "c"], "c": ["b"], "d": ["c"], "e": ["e"]}


def test_it_counts_the_nodes_of_shortest_walks() -> None:
    # d -> c -> b -> a; from e the goal is out of reach.
    assert shortest_walks(EDGES) == {"a": 1, "b": 2, "c": 3, "d": 4, "e": LONGEST}


@pytest.mark.parametrize(
    ("walk", "worth"),
    [
        ("dcba", 1.0),
        ("dcbcba", 4 / 6),  # (10 - 6) / (10 - 4)
        ("dcbax", 1.0),  # what comes after the goal does not count
        ("dba", 0.0),  # no such edge
        ("dcbc", 0.0),  # never there
        ("dcbcbcbcba", 0.0),  # (10 - 10) / (10 - 4): as long as the longest
    ],
)
def test_it_knows_what_a_walk_is_worth(walk: str, worth: float) -> None:
    facts = Graph(EDGES, shortest_walks(EDGES)).facts()
    assert optimality(walk[0], walk[1:], facts) == pytest.approx(worth)


def test_graphs_lead_somewhere_and_random_walks_keep_to_them() -> None:
    chance = Random(3)  # noqa: S311  repeatable on purpose
    graph = made_graph(chance)
    assert all(graph.edges[node] for node in LETTERS if node != GOAL)
    for _ in range(50):
        walk = random_walk(graph, chance)
        assert len(walk) <= LONGEST
        assert all(after in graph.edges[before] for before, after in pairwise(walk))
        assert walk.endswith(GOAL) or len(walk) == LONGEST


def test_a_model_learns_to_write_walks(tmp_path: Path) -> None:
    folder = letters_model(tmp_path / "model", LETTERS, seed=0, width=32)
    learn_walks(Path(folder), ["bcda", "efga"], 40, seed=0)
    model, tokenizer = LlamaForCausalLM.from_pretrained(folder), letters_tokenizer(LETTERS)
    text = "b"
    for _ in range(3):
        with torch.no_grad():
            logits = model(torch.tensor([tokenizer(text)["input_ids"]])).logits
        text += str(tokenizer.decode(int(logits[0, -1].argmax())))
    assert text == "bcda"
