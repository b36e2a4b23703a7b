"""What the frozen base model makes of made texts: its last state at each answer's end, in few dimensions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import torch

from benchmarks.active_texts import Task
from training.contract.rows import Message
from training.models.format import Kind, encode_group, format_for
from training.models.loading import load_policy
from training.models.reward_model import plan_batches
from training.models.source import resolve_source
from training.models.trunk import states_of_answers
from training.support.device import Device
from training.support.intervals import Floats

TOKENS_PER_BATCH = 2048
MAX_TOKENS = 512


def frozen_features(tasks: Sequence[Task], model: str, dimensions: int) -> Floats:
    """Return [prompts, K, d]: the first principal components of the states of all answers.

    The components are those of all the texts, held-out ones too; no ranking has a part in them. On one CPU, float32.
    """
    device = Device(place=torch.device("cpu"), dtype=torch.float32, name="CPU")
    policy = load_policy(resolve_source(model, "--model"), device)
    form = format_for(policy.tokenizer, Kind.DECODER, with_prompt=True)
    groups = []
    for task in tasks:
        ended = [True] * len(task.answers)
        messages = [Message("user", task.prompt)]
        groups.append(encode_group(policy.tokenizer, form, messages, task.answers, ended, MAX_TOKENS)[0])
    k = len(tasks[0].answers)
    states = torch.zeros(len(groups), k, policy.hidden_size)
    for places in plan_batches(groups, shared=policy.shared, limit=TOKENS_PER_BATCH):
        with torch.no_grad():
            batch = [groups[place] for place in places]
            found = states_of_answers(policy.trunk, batch, device, shared=policy.shared)
        states[places] = found.view(len(places), k, -1)
    flat = states.flatten(0, 1).double().numpy()
    return principal_components(flat, dimensions).reshape(len(groups), k, -1)


def principal_components(states: Floats, dimensions: int) -> Floats:
    """Return [a, d] the first components of states [a, h], in one scale: their deviation is 1 on the whole."""
    left, sizes, _ = numpy.linalg.svd(states - states.mean(axis=0), full_matrices=False)
    components = left[:, :dimensions] * sizes[:dimensions]
    scaled: Floats = components / components.std()
    return scaled
