"""Language models loaded: causal or encoder-decoder, on their adapters merged or kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch
from peft import LoraConfig, PeftModel, set_peft_model_state_dict
from peft.utils import load_peft_weights
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM

from training.models.adapters import add_adapter, is_plain, set_working
from training.models.bundled import bundled_folder
from training.models.decoding import decode_steps
from training.models.encoder_decoder import EncoderDecoderPolicy
from training.models.packing import Group
from training.models.policy import Policy
from training.models.source import Source
from training.models.tokenizer import load_tokenizer
from training.models.trunk import plain_attention
from training.support.budget import ran_out_of_memory
from training.support.device import Device
from training.support.errors import TrainerError

START = "start"
"""Adapters that are kept apart from the base they stand on are called start_0, start_1, … from below."""
UNFIT = (AttributeError, TypeError, ValueError, RuntimeError, IndexError, KeyError, StopIteration)
"""What a model raises that is asked for what it has not."""


def load_policy(
    source: Source, device: Device, *, needed: Sequence[str] = (), reference: str | None = None
) -> Policy:
    """Return a policy ready to answer.

    Adapters are merged into what they stand on, which makes answering faster. `needed` are the keys of models whose weights
    somebody else needs as they are: adapters above the lowest of them are kept apart, where they can be. `reference` is
    the key of the model that the policy is compared with, itself by default; where it is among what was kept apart, it
    is the policy with the adapters above it off.
    """
    apart = links_above(source, needed)
    bottom = apart[0].base or source if apart else source
    model = load_language_model(bottom, device)
    names = [f"{START}_{number}" for number in range(len(apart))]
    for name, link in zip(names, apart, strict=True):
        model = attach(model, link, name)
    set_working(model, names)
    keys = [bottom.key, *(link.key for link in apart)]
    place = keys.index(reference) if reference in keys else len(names)
    kind = EncoderDecoderPolicy if model.config.is_encoder_decoder else Policy
    policy = kind(
        model=model,
        tokenizer=load_tokenizer(source),
        source=source,
        base_key=bottom.key,
        reference_key=keys[place],
        device=device,
        start=tuple(names[:place]),
    )
    policy.shared = policy.can_share()
    check_model(policy)
    return policy


def check_model(policy: Policy) -> None:
    """Raise TrainerError where a model is not what is known here: tried on a few tokens, before hours are spent on it."""
    try:
        with torch.no_grad():
            check_logits(policy)
            check_decoding(policy)
    except UNFIT as error:
        if ran_out_of_memory(error):
            raise
        raise TrainerError(
            f"Podium cannot answer with {policy.source.name}: {type(error).__name__}: {error}",
            "Choose a model that attends in every layer (one that keeps a running state instead, as Mamba does, is not known), "
            "or mend what the reason names.",
        ) from error


def check_logits(policy: Policy) -> None:
    """Raise TrainerError where a model does more to its logits than is known here: it would answer by other chances."""
    prompt, answer = few_tokens(policy, (5, 6, 7, 8)), few_tokens(policy, (9, 10, 11))
    ours = policy.logits(policy.answer_states([Group(prompt, [answer])]).hidden)
    if are_others(ours, policy.own_logits(prompt, answer), policy.device, rounding=5e-2):
        raise TrainerError(
            f"{policy.source.name} changes its logits in a way that Podium does not know.",
            "Choose another model.",
        )


def check_decoding(policy: Policy) -> None:
    """Raise TrainerError where a token is drawn by other chances than those that a pass over the answer gives it."""
    prompts = [few_tokens(policy, (5, 6, 7, 8)), few_tokens(policy, (9, 10))]
    answer = few_tokens(policy, (11, 12, 13))
    with decode_steps(policy.model):
        decoding = policy.decode(prompts, 2, len(answer))
        states = [decoding.states]
        for token in answer[:-1]:
            decoding.advance(torch.full((4,), token, device=policy.device.place))
            states.append(decoding.states)
    drawn = policy.logits(torch.stack(states, dim=1).flatten(0, 1))
    passed = policy.logits(
        policy.answer_states([Group(prompt, [answer, answer]) for prompt in prompts]).hidden
    )
    if are_others(drawn, passed, policy.device, rounding=1e-1):
        raise TrainerError(
            f"{policy.source.name} gives a token other chances while it answers than in a pass over the answer.",
            "Choose another model.",
        )


def are_others(ours: torch.Tensor, theirs: torch.Tensor, device: Device, *, rounding: float) -> bool:
    """Tell whether logits [n, v] differ by more than rounding, which in a lower precision is this share of the largest.

    There a quarter of the tokens may differ by more: a rounding can choose another expert.
    """
    gaps = (ours - theirs).abs().amax(dim=1)
    if device.exact:
        return bool(gaps.max() > 1e-3 * theirs.abs().max())
    return bool(gaps.kthvalue(len(gaps) * 3 // 4).values > rounding * theirs.abs().max())


def few_tokens(policy: Policy, numbers: Sequence[int]) -> list[int]:
    """Return tokens that the model has, however few those are."""
    return [number % policy.head.weight.shape[0] for number in numbers]


def links_above(source: Source, needed: Sequence[str]) -> list[Source]:
    """Return the adapters above the lowest of the models that are needed, from below; none where they must be merged."""
    lowest = next((place for place, link in enumerate(source.chain) if link.key in needed), None)
    links = source.chain[lowest + 1 :] if lowest is not None else []
    plain = all(link.folder is not None and is_plain(link.folder) for link in links)
    return links if plain else []


def attach(model: Any, link: Source, name: str) -> PeftModel:
    """Return the model with a saved adapter beside others, frozen."""
    folder = str(link.folder)
    host = add_adapter(model, name, LoraConfig.from_pretrained(folder), trained=False)
    found = set_peft_model_state_dict(host, load_peft_weights(folder, device="cpu"), adapter_name=name)
    if found.unexpected_keys:
        raise TrainerError(
            f"The adapter in {folder} does not fit its base: it has no place for {found.unexpected_keys[0]}.",
            "Put the base it was trained on back in its place.",
        )
    return host


def load_language_model(source: Source, device: Device) -> Any:
    """Return a language model in evaluation mode, no weight of it trainable.

    An adapter is merged into its base, in float32 whatever the precision afterwards.
    """
    if source.base is not None and source.folder is not None:
        base = load_language_model(source.base, replace(device, dtype=torch.float32))
        model = PeftModel.from_pretrained(base, str(source.folder)).to(device.place)
        return model.merge_and_unload().to(device.dtype).eval().requires_grad_(False)
    place = model_place(source)
    try:
        seq2seq = AutoConfig.from_pretrained(place).is_encoder_decoder
        kind = AutoModelForSeq2SeqLM if seq2seq else AutoModelForCausalLM
        loaded: Any = kind.from_pretrained(place, dtype=device.dtype)
    except (OSError, ValueError) as error:
        raise model_error(source, error) from error
    loaded.set_attn_implementation(plain_attention(loaded))
    return loaded.to(device.place).eval().requires_grad_(False)


def model_place(source: Source) -> Any:
    """Return what transformers loads: a folder or a hub id."""
    return bundled_folder(source.name) if source.kind == "bundled" else source.folder or source.name


def model_error(source: Source, error: Exception) -> TrainerError:
    return TrainerError(
        f"The model {source.name} cannot be loaded: {error}",
        "Check the name and the network (a hub id needs both), or give a folder.",
    )
