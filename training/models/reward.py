"""Reward models: what scores answers, whether trained here as adapter and head on a base, or a classifier made elsewhere."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model, set_peft_model_state_dict
from peft.utils import load_peft_weights
from transformers import PreTrainedTokenizerBase

from training.contract.rows import Message
from training.contract.rundir import write_json
from training.models.adapters import AdapterShape, adapter_config, add_adapter, save_adapter
from training.models.classifier import (
    HEADS,
    base_digest,
    check_base,
    empty_head,
    kind_of,
    load_classifier,
    misfit,
    pad_harmlessly,
    start_at_zero,
)
from training.models.ensemble import MEAN, Combine, as_ensemble
from training.models.format import Kind, format_for
from training.models.output import Output, output_for
from training.models.policy import Policy
from training.models.reward_model import ADAPTER, RewardModel
from training.models.rollout import Rollout
from training.models.source import CARD, Source
from training.models.tokenizer import decode_answer, load_tokenizer, pad_id, spare_pad
from training.models.trainable import train_every_weight
from training.models.trunk import share_prompt
from training.support.budget import Budget
from training.support.device import Device


def new_reward_model(
    source: Source, device: Device, shape: AdapterShape | None, *, longest: int
) -> RewardModel:
    """Return a reward model to train: a fresh adapter, or every weight without a shape; a head that starts at zero."""
    tokenizer = load_tokenizer(source)
    model = load_classifier(source, device, fresh_head=True)
    model.config.pad_token_id = pad_id(tokenizer)
    kind = kind_of(model, trained_here=True)
    start_at_zero(model, kind)
    trunk = getattr(model, model.base_model_prefix)
    if shape is None:
        train_every_weight(model, device.dtype if kind is Kind.DECODER else torch.float32, [trunk])
        return reward_model(model, tokenizer, source, device, kind=kind, longest=longest)
    config = adapter_config(trunk, shape, task_type="SEQ_CLS")
    config.modules_to_save = [HEADS[kind]] if kind in HEADS else None
    adapted = get_peft_model(model, config, adapter_name=ADAPTER)
    for parameter in adapted.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()
    return reward_model(adapted, tokenizer, source, device, kind=kind, longest=longest)


def reward_model(
    model: Any,
    tokenizer: PreTrainedTokenizerBase,
    source: Source,
    device: Device,
    *,
    kind: Kind,
    longest: int,
    adapter: str = ADAPTER,
) -> RewardModel:
    """Return what scores with a loaded model, whichever way its kind is run."""
    inner = model.get_base_model() if isinstance(model, PeftModel) else model
    trunk = getattr(inner, inner.base_model_prefix)
    return RewardModel(
        model=model,
        trunk=trunk,
        head=getattr(inner, HEADS[kind]) if kind in HEADS else None,
        tokenizer=tokenizer,
        source=source,
        device=device,
        format=format_for(tokenizer, kind, with_prompt=source.reading.text == "conversation"),
        output=output_for(inner.config, source),
        shared=kind is Kind.ENCODER_DECODER
        or (kind is Kind.DECODER and share_prompt(trunk, device, longest, flex=True)),
        adapter=adapter,
    )


def load_reward_model(
    source: Source, device: Device, *, longest: int, combine: Combine = MEAN
) -> RewardModel:
    """Return a reward model: one of our folders, or a sequence classifier made elsewhere."""
    return load_reward_models([source], device, longest=longest, combine=combine)[0]


def load_reward_models(
    sources: Sequence[Source], device: Device, *, longest: int, combine: Combine = MEAN
) -> list[RewardModel]:
    """Return reward models in the order given; those that are adapters on one base stand on one set of its weights.

    `combine` says how the members of an ensemble become one.
    """
    single = iter(
        load_single([one for source in sources for one in source.members or [source]], device, longest)
    )
    return [
        as_ensemble([next(single) for _ in source.members], source, combine)
        if source.members
        else next(single)
        for source in sources
    ]


def load_single(sources: Sequence[Source], device: Device, longest: int) -> list[RewardModel]:
    """Return reward models of which none is an ensemble."""
    hosts: dict[str, Any] = {}
    loaded = []
    for number, source in enumerate(sources):
        name = adapter_name(number)
        if source.base is None:
            model = load_classifier(source, device, fresh_head=False)
        else:
            model = load_adapter(source, device, hosts.get(source.base.key), name)
            hosts[source.base.key] = model
        reward = reward_model(
            model,
            load_tokenizer(source),
            source,
            device,
            kind=kind_of(model, trained_here=source.is_reward),
            longest=longest,
            adapter=name,
        )
        if reward.head is not None:
            reward.head.float()
        loaded.append(reward)
    for reward in loaded:
        if isinstance(reward.model, PeftModel) and len(reward.model.peft_config) > 1:
            reward.host = reward.model
    return loaded


def load_adapter(source: Source, device: Device, host: Any, name: str) -> Any:
    """Return a base with a trained adapter and its head; a host that has the base already gets them beside its own."""
    if source.base is None:
        raise ValueError(f"{source.name} is no adapter")
    folder = str(source.folder)
    base = load_classifier(source.base, device, fresh_head=True) if host is None else host.get_base_model()
    check_base(source, getattr(base, base.base_model_prefix))
    try:
        if host is None:
            model = PeftModel.from_pretrained(base, folder, adapter_name=name)
        else:
            host.load_adapter(folder, adapter_name=name)
            model = host
    except (RuntimeError, ValueError) as error:
        raise misfit(source, str(error).strip().splitlines()[-1].strip()) from error
    return model.to(device.place).eval().requires_grad_(False)


def can_share_base(policy: Policy, source: Source) -> bool:
    """Tell whether a reward model can be an adapter beside the policy's: the same base weights under both."""
    return source.base is not None and source.base.key == policy.base_key


def attach_reward_model(policy: Policy, source: Source, name: str, *, longest: int) -> RewardModel:
    """Return a reward model that is another adapter on the policy's own base: one set of base weights in memory."""
    host, folder = policy.host, str(source.folder)
    check_base(source, host.trunk)
    weights, head_weights = split_head(load_peft_weights(folder, device="cpu"), policy.kind)
    config = replace(LoraConfig.from_pretrained(folder), task_type=policy.task, modules_to_save=None)
    host.model = add_adapter(host.model, name, config, trained=False)
    prefix = f"{host.language_model.base_model_prefix}."
    if host.trunk is host.language_model:  # such as T5: with a head of its own kind it has no trunk below it
        weights = {key.replace(f"model.{prefix}", "model.", 1): value for key, value in weights.items()}
    found = set_peft_model_state_dict(host.model, weights, adapter_name=name)
    if found.unexpected_keys:
        raise misfit(source, f"it has no place for {found.unexpected_keys[0]}")
    head = empty_head(host.language_model.config, policy.kind)
    head.load_state_dict(head_weights)
    tokenizer = load_tokenizer(source)
    return RewardModel(
        model=host.model,
        trunk=host.trunk,
        head=head.float().to(policy.device.place).eval().requires_grad_(False),
        tokenizer=tokenizer,
        source=source,
        device=policy.device,
        format=format_for(tokenizer, policy.kind, with_prompt=True),
        output=Output(0),
        shared=policy.kind is Kind.ENCODER_DECODER or share_prompt(host.trunk, policy.device, longest),
        host=host.model,
        adapter=name,
    )


def split_head(
    weights: dict[str, torch.Tensor], kind: Kind
) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """Return an adapter's own weights, and those of the head that was saved with it, by their names in the head."""
    mark = f".{HEADS[kind]}."
    head = {name.partition(mark)[2]: weight for name, weight in weights.items() if mark in name}
    return {name: weight for name, weight in weights.items() if mark not in name}, head


def reward_model_for(
    policy: Policy, source: Source, *, longest: int, combine: Combine = MEAN, name: str = ADAPTER
) -> RewardModel:
    """Return the reward model or ensemble, on the policy's base when that is its own base too, as adapters of that name."""
    if not can_share_base(policy, source):
        return load_reward_model(source, policy.device, longest=longest, combine=combine)
    attached = [
        attach_reward_model(policy, one, adapter_name(number, name), longest=longest)
        for number, one in enumerate(source.members or [source])
    ]
    return as_ensemble(attached, source, combine) if source.members else attached[0]


def adapter_name(number: int, name: str = ADAPTER) -> str:
    """Return what the adapter of a reward model is called among several on one base."""
    return name if number == 0 else f"{name}_{number}"


def score_rollout(
    reward: RewardModel,
    policy: Policy,
    rollout: Rollout,
    messages: Sequence[Sequence[Message]],
    budget: Budget,
) -> torch.Tensor:
    """Return [n, b] the raw score of every answer by each member of an ensemble, or by the one model that there is.

    `messages` holds the conversation of each prompt of the rollout; `reward.combined` makes one score [b] of them.

    The very ids that were drawn are scored when both models share a tokenizer; else the text, rendered anew.
    """
    if reward.reads_ids_of(policy):
        groups = rollout.groups(range(len(rollout.answers)))
    else:
        groups = [
            reward.encode(
                messages[number],
                [decode_answer(policy.tokenizer, answer.ids)],
                [answer.ended],
                policy.context,
            )[0]
            for number, answer in zip(rollout.prompt_of, rollout.answers, strict=True)
        ]
    return budget.spend(lambda limit: reward.member_scores_all(groups, limit))


def save_reward_model(reward: RewardModel, folder: Path, card: dict[str, Any]) -> None:
    """Write model or adapter with head, tokenizer and card: a folder that also loads without us, by peft if an adapter."""
    tokenizer = copy.deepcopy(reward.tokenizer)
    facts = {"type": "reward", "base": reward.source.name}
    if isinstance(reward.model, PeftModel):
        if reward.format.kind is Kind.DECODER:
            tokenizer.pad_token = spare_pad(tokenizer)
            tokenizer.padding_side = "right"
        facts["base_digest"] = base_digest(reward.trunk)
        reward.model.peft_config[ADAPTER].base_model_name_or_path = reward.source.name
        save_adapter(reward.model, ADAPTER, folder)
    else:
        save_whole(reward.model, tokenizer, reward.format.kind, folder)
    tokenizer.save_pretrained(folder)
    write_json(folder / CARD, {**facts, **card})


def save_whole(model: Any, tokenizer: PreTrainedTokenizerBase, kind: Kind, folder: Path) -> None:
    """Write a classifier whose one label is called reward; a decoder and its tokenizer learn to pad harmlessly."""
    if kind is Kind.DECODER:
        pad_harmlessly(model, tokenizer)
    model.config.id2label, model.config.label2id = {0: "reward"}, {"reward": 0}
    model.save_pretrained(folder)
