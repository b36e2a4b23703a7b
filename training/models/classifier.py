"""Classifiers as transformers has them: loaded, told apart by kind, given a head that starts at zero, held to their base."""

from __future__ import annotations

import hashlib
from typing import Any

import torch
from torch import nn
from transformers import (
    MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING,
    AutoConfig,
    AutoModelForSequenceClassification,
    PreTrainedTokenizerBase,
)

from training.models.format import Kind
from training.models.loading import load_language_model, model_error, model_place
from training.models.source import Source
from training.models.tokenizer import spare_pad
from training.models.trunk import plain_attention
from training.support.device import Device
from training.support.errors import TrainerError

PAD = "<|pad|>"
FIRST_NUMBERS = 64
HEADS = {Kind.DECODER: "score", Kind.ENCODER_DECODER: "classification_head"}
"""What transformers calls the head that reads a last token's state; an encoder's own forward pass knows its head."""


def load_classifier(source: Source, device: Device, *, fresh_head: bool) -> Any:
    """Return a base with a head, frozen. A fresh head has one output: to train it, or to put a trained one in place.

    Without a fresh head the source must be a classifier itself: a head that loading had to invent scores at random.
    """
    if source.base is not None:
        return with_head(load_language_model(source, device), device)
    place = model_place(source)
    labels = {"num_labels": 1, "ignore_mismatched_sizes": True} if fresh_head else {}
    try:
        check_known(AutoConfig.from_pretrained(place))
        model, found = AutoModelForSequenceClassification.from_pretrained(
            place, dtype=device.dtype, output_loading_info=True, **labels
        )
    except (OSError, ValueError) as error:
        raise model_error(source, error) from error
    model.set_attn_implementation(plain_attention(model))
    trunk = f"{model.base_model_prefix}."
    invented = [name for name in found["missing_keys"] if not name.startswith(trunk)]
    if invented and not fresh_head:
        raise TrainerError(
            f"{source.name} is no reward model: it has no trained head that gives a score ({invented[0]} is missing).",
            "Choose a reward model that a reward run made, or a sequence classifier.",
        )
    if getattr(model, HEADS[Kind.DECODER], None) is None and not model.config.is_encoder_decoder:
        model = model.float()  # An encoder's head reads its trunk directly: one precision for both.
    return model.to(device.place).eval().requires_grad_(False)


def with_head(model: Any, device: Device) -> Any:
    """Return a classifier on the layers of a language model whose adapter was merged."""
    kind = Kind.ENCODER_DECODER if model.config.is_encoder_decoder else Kind.DECODER
    classifier = hollow_classifier(model.config)
    prefix = classifier.base_model_prefix
    if hasattr(model, prefix):
        setattr(classifier, prefix, getattr(model, prefix))
    else:
        trunk = getattr(classifier, prefix)
        for name, _ in list(trunk.named_children()):
            setattr(trunk, name, getattr(model, name))
    setattr(classifier, HEADS[kind], empty_head(model.config, kind).to(device.dtype))
    return classifier.to(device.place).eval().requires_grad_(False)


def check_known(config: Any) -> None:
    """Raise TrainerError where transformers has no classifier for a kind of model: nothing could load it without us."""
    if type(config) not in MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING:
        raise TrainerError(
            f"A model of the kind {config.model_type} cannot be a reward model: transformers has no classifier for it.",
            "Choose another base for the reward model; it need not be the policy's.",
        )


def hollow_classifier(config: Any) -> Any:
    """Return a classifier with one output as a language model's config has it, without memory for its weights."""
    check_known(config)
    with torch.device("meta"):
        return AutoModelForSequenceClassification.from_config(
            AutoConfig.for_model(**{**config.to_dict(), "num_labels": 1})
        )


def empty_head(config: Any, kind: Kind) -> nn.Module:
    """Return a fresh head of the shape that transformers gives a classifier of this kind."""
    model = hollow_classifier(config)
    head: nn.Module = getattr(model, HEADS[kind]).to_empty(device="cpu")
    for module in head.modules():
        if isinstance(module, nn.Linear):
            module.reset_parameters()
    return head


def kind_of(model: Any, *, trained_here: bool) -> Kind:
    """Return how a classifier is run. One that was made elsewhere is run as its own pipeline does."""
    if model.config.is_encoder_decoder:
        return Kind.ENCODER_DECODER if trained_here else Kind.ENCODER
    return Kind.DECODER if getattr(model, HEADS[Kind.DECODER], None) is not None else Kind.ENCODER


def start_at_zero(model: Any, kind: Kind) -> None:
    """Let a head that reads last states begin with a score of zero for every answer."""
    if kind not in HEADS:
        return
    head = getattr(model, HEADS[kind])
    last = getattr(head, "out_proj", head)
    nn.init.zeros_(last.weight)
    if last.bias is not None:
        nn.init.zeros_(last.bias)


def context_of(trunk: Any) -> int:
    """Return the most tokens a model can place. RoBERTa's table of positions begins behind its padding index."""
    longest = int(getattr(trunk.config, "max_position_embeddings", None) or 2**31)
    table = getattr(getattr(trunk, "embeddings", None), "position_embeddings", None)
    before = getattr(table, "padding_idx", None)
    return longest if before is None else longest - before - 1


def base_digest(trunk: Any) -> str:
    """Return a short digest of a base: of the first numbers of every weight, the same with adapters and in every precision.

    T5's language model is its own trunk: the head that it has there is left out.
    """
    weights = {
        name.replace(".base_layer", ""): weight.detach().flatten()[:FIRST_NUMBERS]
        for name, weight in trunk.named_parameters()
        if not any(mark in name for mark in ("lora_", "modules_to_save", "lm_head"))
    }
    digest = hashlib.sha256()
    for name, numbers in sorted(weights.items()):
        digest.update(name.encode() + numbers.to("cpu", torch.bfloat16).view(torch.int16).numpy().tobytes())
    return digest.hexdigest()[:16]


def check_base(source: Source, trunk: Any) -> None:
    """Raise TrainerError when an adapter of ours would be put on another base than it was trained on."""
    trained_on = source.card.get("base_digest")
    if trained_on is not None and trained_on != base_digest(trunk):
        raise misfit(source, "its weights are others than those it was trained on")


def misfit(source: Source, what: str) -> TrainerError:
    base = source.base.name if source.base else ""
    return TrainerError(
        f"The adapter in {source.folder} does not fit its base {base}: {what}.",
        "Put the base it was trained on back in that place, or train the reward model again on this one.",
    )


def pad_harmlessly(model: Any, tokenizer: PreTrainedTokenizerBase) -> None:
    """Make padding a token that never ends an answer: the score is read at the last token that is no padding."""
    tokenizer.padding_side = "right"
    pad = spare_pad(tokenizer)
    if pad is None:
        tokenizer.add_special_tokens({"pad_token": PAD})
        if len(tokenizer) > model.get_input_embeddings().num_embeddings:
            model.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    else:
        tokenizer.pad_token = pad
    model.config.pad_token_id = tokenizer.pad_token_id
