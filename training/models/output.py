"""Which of a classifier's outputs is the score, and as what it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from training.models.source import Source
from training.support.errors import TrainerError


@dataclass(frozen=True)
class Output:
    """A column of a classifier's outputs. `squash` makes probabilities of them: "", "softmax" or "sigmoid"."""

    column: int
    squash: str = ""

    def read(self, outputs: torch.Tensor) -> torch.Tensor:
        """Return scores [a] of outputs [a, labels]."""
        if self.squash == "softmax":
            outputs = outputs.softmax(dim=1)
        elif self.squash == "sigmoid":
            outputs = outputs.sigmoid()
        return outputs[:, self.column]


def output_for(config: Any, source: Source) -> Output:
    """Return where a model's score is, or raise TrainerError naming the labels there are.

    A probability is a softmax over the labels, as the model's own pipeline makes it, but a sigmoid where there is one
    label or where the config says that labels do not exclude each other.
    """
    reading, labels = source.reading, {int(place): str(name) for place, name in config.id2label.items()}
    known = ", ".join(labels.values())
    if not reading.label and len(labels) != 1:
        raise TrainerError(
            f"settings.reward_model: {source.name} has {len(labels)} labels ({known}); a reward is one number.",
            f"Name the label that is good: {source.name}?label={labels[0]}",
        )
    column = next((place for place, name in labels.items() if name == reading.label), 0)
    if reading.label and labels[column] != reading.label:
        raise TrainerError(
            f"settings.reward_model: {source.name} has no label {reading.label!r}; its labels are {known}.",
            f"Name one of these: {source.name}?label={labels[0]}",
        )
    if reading.read == "logit":
        return Output(column)
    single = len(labels) == 1 or config.problem_type == "multi_label_classification"
    return Output(column, "sigmoid" if single else "softmax")
