"""Reward models: what scores answers, whether trained here as adapter and head on a base, or a classifier made elsewhere."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model, set_peft_model_state_dict
from peft.tuners.lora import LoraLayer
from peft.utils import load_peft_weights
from torch import nn
from transformers import PreTrainedTokenizerBase

from training.contract.rows import Message
from training.contract.rundir import write_json
from training.models.classifier import (
    HEADS,
    base_fingerprint,
    check_base,
    context_of,
    kind_of,
    load_classifier,
    misfit,
    pad_harmlessly,
    share_prompt,
    start_at_zero,
)
from training.models.encoder_decoder import last_states
from training.models.format import Format, Kind, encode_group, format_for
from training.models.output import Output, output_for
from training.models.packing import Group, Packed, batches_by_tokens, pack
from training.models.policy import (
    ADAPTER as POLICY,
)
from training.models.policy import (
    AdapterShape,
    Policy,
    adapter_config,
    can_share_prompt,
    run_trunk,
    save_adapter,
    uses_flex,
)
from training.models.rollout import Rollout
from training.models.source import CARD, Source
from training.models.tokenizer import decode_answer, load_tokenizer, pad_id, same_tokenizer, spare_pad
from training.models.trainable import train_every_weight
from training.support.device import Device

ADAPTER = "reward"


@dataclass
class RewardModel:
    """Scores answers. Which way the model is run follows from its config; who asks for scores need not know."""

    model: Any
    trunk: Any
    head: Any
    """Reads a state [a, h] as outputs [a, labels]; None for encoders, whose own forward pass has it."""
    tokenizer: PreTrainedTokenizerBase
    source: Source
    device: Device
    format: Format
    output: Output
    shared: bool
    """Whether the answers of a prompt share its encoding."""
    host: Any = None
    """The model whose adapters are switched, when this reward model is one of several adapters on it."""
    adapter: str = ADAPTER
    """Its own adapter's name on the host."""

    @property
    def standardisation(self) -> tuple[float, float] | None:
        """Return mean and deviation of the scores this model gave its reference answers."""
        given = self.source.card.get("standardisation")
        return (float(given["mean"]), float(given["std"])) if given else None

    @property
    def reads_policy_ids(self) -> bool:
        """Tell whether it reads a conversation as a policy writes it: the template, the answer, the end token."""
        return self.format.kind is Kind.DECODER and self.format.with_prompt

    def encode(
        self, messages: Sequence[Message], texts: Sequence[str], ended: Sequence[bool], max_tokens: int
    ) -> tuple[Group, bool]:
        """Return a prompt and its answers as ids, and whether something had to be cut to fit.

        What fits is `max_tokens` for the prompt with one answer, or the model's context where that is shorter.
        """
        return encode_group(self.tokenizer, self.format, messages, texts, ended, self.limit(max_tokens))

    def limit(self, max_tokens: int) -> int:
        """Return how many tokens it is given at most where `max_tokens` are allowed."""
        return min(max_tokens, context_of(self.trunk))

    def scores(self, groups: Sequence[Group]) -> torch.Tensor:
        """Return the score of every answer [a], float32, in the order of the groups. One forward pass."""
        with self._active():
            return self.output.read(self._outputs(groups).float())

    def _outputs(self, groups: Sequence[Group]) -> torch.Tensor:
        """Return [a, labels] what the model says of every answer."""
        outputs: torch.Tensor
        if self.format.kind is Kind.ENCODER_DECODER:
            outputs = self.head(
                last_states(self.trunk, groups, pad_id(self.tokenizer), self.device.place).float()
            )
            return outputs
        packed = self._pack(groups)
        if self.head is None:
            types = {"token_type_ids": (packed.branch > 0).long()} if self.format.frame.typed else {}
            outputs = self.model(input_ids=packed.ids, attention_mask=packed.mask, **types).logits
        else:
            outputs = self.head(run_trunk(self.trunk, packed)[packed.last_row, packed.last_column].float())
        return outputs

    def _pack(self, groups: Sequence[Group]) -> Packed:
        return pack(
            groups,
            shared=self.shared,
            pad=pad_id(self.tokenizer),
            device=self.device.place,
            dtype=self.device.dtype,
            flex=uses_flex(self.trunk),
        )

    @contextmanager
    def _active(self) -> Iterator[None]:
        """Among several adapters, put this model's own to work for the while, also where adapters are switched off."""
        if self.host is None:
            yield
            return
        tuner, before = self.host.base_model, self.host.active_adapter
        was_off = next(layer for layer in tuner.modules() if isinstance(layer, LoraLayer)).disable_adapters
        self.host.set_adapter(self.adapter)
        if was_off:
            tuner.enable_adapter_layers()
        try:
            yield
        finally:
            self.host.set_adapter(before)
            if was_off:
                tuner.disable_adapter_layers()

    def score_all(
        self, groups: Sequence[Group], tokens_per_batch: int, tell: Callable[[int], None] | None = None
    ) -> list[list[float]]:
        """Return the scores by group, without gradients; batches by length, results in the order given."""
        scores: list[list[float]] = [[] for _ in groups]
        done = 0
        for places in plan_batches(groups, shared=self.shared, limit=tokens_per_batch):
            with torch.no_grad():
                flat = self.scores([groups[place] for place in places]).tolist()
            for place in places:
                count = len(groups[place].answers)
                scores[place], flat = flat[:count], flat[count:]
            done += len(places)
            if tell is not None:
                tell(done)
        return scores


def plan_batches(groups: Sequence[Group], *, shared: bool, limit: int) -> list[list[int]]:
    """Return places of groups in batches of at most `limit` positions each, padding counted."""
    return batches_by_tokens([group.padded(shared=shared) for group in groups], limit)


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
        train_every_weight(model, trunk, device.dtype if kind is Kind.DECODER else torch.float32)
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
        or (kind is Kind.DECODER and share_prompt(inner, trunk, device, longest)),
        adapter=adapter,
    )


def load_reward_model(source: Source, device: Device, *, longest: int) -> RewardModel:
    """Return a reward model: one of our folders, or a sequence classifier made elsewhere."""
    return load_reward_models([source], device, longest=longest)[0]


def load_reward_models(sources: Sequence[Source], device: Device, *, longest: int) -> list[RewardModel]:
    """Return reward models in the order given; those that are adapters on one base stand on one set of its weights."""
    hosts: dict[str, Any] = {}
    loaded = []
    for number, source in enumerate(sources):
        name = ADAPTER if number == 0 else f"{ADAPTER}_{number}"
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
    on_same_base = source.base is not None and source.base.key == policy.base_key
    return on_same_base and isinstance(policy.model, PeftModel)


def attach_reward_model(policy: Policy, source: Source, *, longest: int) -> RewardModel:
    """Return a reward model that is a second adapter on the policy's own base: one set of base weights in memory."""
    folder = str(source.folder)
    check_base(source, policy.trunk)
    weights = load_peft_weights(folder, device="cpu")
    head_weight = next(
        weights.pop(name) for name in list(weights) if name.endswith(f".{HEADS[Kind.DECODER]}.weight")
    )
    config = dataclasses.replace(
        LoraConfig.from_pretrained(folder), task_type="CAUSAL_LM", modules_to_save=None
    )
    policy.model.add_adapter(ADAPTER, config)
    found = set_peft_model_state_dict(policy.model, weights, adapter_name=ADAPTER)
    if found.unexpected_keys:
        raise misfit(source, f"it has no place for {found.unexpected_keys[0]}")
    policy.model.set_adapter(POLICY)
    head = nn.Linear(head_weight.shape[1], 1, bias=False)
    head.weight.data = head_weight.float()
    tokenizer = load_tokenizer(source)
    return RewardModel(
        model=policy.model,
        trunk=policy.trunk,
        head=head.to(policy.device.place).requires_grad_(False),
        tokenizer=tokenizer,
        source=source,
        device=policy.device,
        format=format_for(tokenizer, Kind.DECODER, with_prompt=True),
        output=Output(0),
        shared=can_share_prompt(policy.trunk, policy.device, longest),
        host=policy.model,
    )


def reward_model_for(policy: Policy, source: Source, *, longest: int) -> RewardModel:
    """Return the reward model, on the policy's base when that is its own base too."""
    if can_share_base(policy, source):
        return attach_reward_model(policy, source, longest=longest)
    return load_reward_model(source, policy.device, longest=longest)


def score_rollout(
    reward: RewardModel,
    policy: Policy,
    rollout: Rollout,
    messages: Sequence[Sequence[Message]],
    *,
    tokens_per_batch: int,
) -> torch.Tensor:
    """Return the raw score [b] of every answer. `messages` holds the conversation of each prompt of the rollout.

    The very ids that were drawn are scored when both models share a tokenizer; else the text, rendered anew.
    """
    if reward.reads_policy_ids and same_tokenizer(policy.tokenizer, reward.tokenizer):
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
    scores = reward.score_all(groups, tokens_per_batch)
    return torch.tensor([score for given in scores for score in given])


def save_reward_model(reward: RewardModel, folder: Path, card: dict[str, Any]) -> None:
    """Write model or adapter with head, tokenizer and card: a folder that also loads without us, by peft if an adapter."""
    tokenizer = copy.deepcopy(reward.tokenizer)
    facts = {"type": "reward", "base": reward.source.name}
    if isinstance(reward.model, PeftModel):
        if reward.format.kind is Kind.DECODER:
            tokenizer.pad_token = spare_pad(tokenizer)
            tokenizer.padding_side = "right"
        facts["base_fingerprint"] = base_fingerprint(reward.trunk)
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
