from __future__ import annotations

import pytest
import torch
from transformers import PreTrainedConfig

from training.models.output import output_for
from training.models.source import Source, resolve_reward_source
from training.support.errors import TrainerError

TWO = PreTrainedConfig(id2label={0: "nothate", 1: "hate"}, label2id={"nothate": 0, "hate": 1})
LOGITS = torch.tensor([[1.0, 0.0], [-2.0, 2.0]])


def named(query: str) -> Source:
    return resolve_reward_source(f"owner/model{query}", "settings.reward_model")


def test_it_reads_the_logit_of_the_named_label() -> None:
    assert output_for(TWO, named("?label=nothate")).read(LOGITS).tolist() == [1.0, -2.0]
    assert output_for(TWO, named("?label=hate")).read(LOGITS).tolist() == [0.0, 2.0]


def test_it_reads_the_probability_of_the_named_label() -> None:
    read = output_for(TWO, named("?label=nothate&read=probability")).read(LOGITS)
    # e / (e + 1) = 0.731 and e^-2 / (e^-2 + e^2) = 0.018, by hand.
    torch.testing.assert_close(read, torch.tensor([0.7310586, 0.0179862]))


def test_it_takes_a_sigmoid_where_labels_do_not_exclude_each_other() -> None:
    config = PreTrainedConfig(id2label=TWO.id2label, problem_type="multi_label_classification")
    read = output_for(config, named("?label=hate&read=probability")).read(LOGITS)
    # The sigmoid of 0 is a half, that of 2 is 0.881.
    torch.testing.assert_close(read, torch.tensor([0.5, 0.8807971]))


def test_it_needs_no_name_where_there_is_one_label() -> None:
    config = PreTrainedConfig(id2label={0: "LABEL_0"})
    assert output_for(config, named("")).read(torch.tensor([[3.0]])).tolist() == [3.0]


def test_it_names_the_labels_there_are() -> None:
    with pytest.raises(TrainerError, match=r"no label 'nice'; its labels are nothate, hate"):
        output_for(TWO, named("?label=nice"))
    with pytest.raises(TrainerError, match=r"has 2 labels \(nothate, hate\)") as caught:
        output_for(TWO, named(""))
    assert "owner/model?label=nothate" in caught.value.hint
