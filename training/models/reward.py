"""Reward models: a base, an adapter and a scalar head that scores an answer at its last token."""

from __future__ import annotations

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
from transformers import AutoConfig, AutoModelForSequenceClassification, PreTrainedTokenizerBase

from training.contract.rows import Message
from training.contract.rundir import write_json
from training.models.bundled import bundled_folder
from training.models.packing import Group, batches_by_tokens, cut_left, pack
from training.models.policy import (
    ADAPTER as POLICY,
)
from training.models.policy import (
    AdapterShape,
    Policy,
    adapter_config,
    can_share_prompt,
    load_causal,
    model_error,
    run_trunk,
    save_adapter,
)
from training.models.rollout import Rollout
from training.models.source import CARD, Source
from training.models.tokenizer import (
    decode_answer,
    encode_answer,
    encode_prompt,
    load_tokenizer,
    pad_id,
    same_tokenizer,
)
from training.support.device import Device
from training.support.errors import TrainerError

ADAPTER = "reward"
HEAD = "score"


@dataclass
class RewardModel:
    """Scores answers. `head` is None for encoders, whose own classification head reads the whole row."""

    model: Any
    trunk: Any
    head: Any
    tokenizer: PreTrainedTokenizerBase
    source: Source
    device: Device
    shared: bool
    """Whether the answers of a prompt share its encoding."""
    host: Any = None
    """The policy's model when this reward model is an adapter beside the policy's, on the same base weights."""

    @property
    def standardisation(self) -> tuple[float, float] | None:
        """Return mean and deviation of the scores this model gave the answers it was trained on."""
        given = self.source.card.get("standardisation")
        return (float(given["mean"]), float(given["std"])) if given else None

    def encode(
        self, messages: Sequence[Message], texts: Sequence[str], ended: Sequence[bool], max_tokens: int
    ) -> tuple[Group, bool]:
        """Return a prompt and its answers as ids, and whether something had to be cut to fit."""
        prompt = encode_prompt(self.tokenizer, messages)
        answers = [
            encode_answer(self.tokenizer, text, ended=end) for text, end in zip(texts, ended, strict=True)
        ]
        if self.head is None:
            first, between = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
            prompt = [token for token in [first, *prompt, between] if token is not None]
            answers = [close_answer(answer, between) for answer in answers]
        cut = any(len(answer) >= max_tokens for answer in answers)
        answers = [answer[: max_tokens - 1] for answer in answers]
        prompt, shortened = cut_left(prompt, answers, max_tokens)
        return Group(prompt, answers), cut or shortened

    def scores(self, groups: Sequence[Group]) -> torch.Tensor:
        """Return the score of every answer [a], float32, in the order of the groups. One forward pass."""
        with self._active():
            packed = pack(
                groups,
                shared=self.shared,
                pad=pad_id(self.tokenizer),
                device=self.device.place,
                dtype=self.device.dtype,
            )
            if self.head is None:
                logits: torch.Tensor = self.model(input_ids=packed.ids, attention_mask=packed.mask).logits
                return logits[:, 0].float()
            states = run_trunk(self.trunk, packed)[packed.last_row, packed.last_column]
            scores: torch.Tensor = self.head(states.float()).squeeze(1)
            return scores

    @contextmanager
    def _active(self) -> Iterator[None]:
        """On a shared base, put the reward adapter to work for the while, also where adapters are switched off."""
        if self.host is None:
            yield
            return
        tuner = self.host.base_model
        was_off = next(layer for layer in tuner.modules() if isinstance(layer, LoraLayer)).disable_adapters
        self.host.set_adapter(ADAPTER)
        if was_off:
            tuner.enable_adapter_layers()
        try:
            yield
        finally:
            self.host.set_adapter(POLICY)
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


def close_answer(answer: list[int], between: int | None) -> list[int]:
    """Return an encoder's answer with the separator it was pre-trained to see at the end."""
    return answer if between is None or answer[-1] == between else [*answer, between]


def plan_batches(groups: Sequence[Group], *, shared: bool, limit: int) -> list[list[int]]:
    """Return places of groups in batches of at most `limit` positions each, padding counted."""
    return batches_by_tokens([group.padded(shared=shared) for group in groups], limit)


def load_classifier(source: Source, device: Device) -> Any:
    """Return a base with a scalar head, frozen: for training a new reward model, or below a trained adapter."""
    if source.base is not None:
        return wrap_causal(load_causal(source, device), device)
    place: Any = bundled_folder(source.name) if source.kind == "bundled" else source.folder or source.name
    try:
        model = AutoModelForSequenceClassification.from_pretrained(
            place, num_labels=1, dtype=device.dtype, attn_implementation="sdpa"
        )
        if getattr(model, HEAD, None) is None:
            model = model.float()  # An encoder's head reads its trunk directly: one precision for both.
    except (OSError, ValueError) as error:
        raise model_error(source, error) from error
    return model.to(device.place).eval().requires_grad_(False)


def wrap_causal(causal: Any, device: Device) -> Any:
    """Return a classifier on the trunk of a language model whose adapter was merged."""
    config = AutoConfig.for_model(**{**causal.config.to_dict(), "num_labels": 1})
    with torch.device("meta"):
        model = AutoModelForSequenceClassification.from_config(config)
    setattr(model, model.base_model_prefix, getattr(causal, causal.base_model_prefix))
    setattr(model, HEAD, nn.Linear(config.hidden_size, 1, bias=False, dtype=device.dtype))
    return model.to(device.place).eval().requires_grad_(False)


def new_reward_model(source: Source, device: Device, shape: AdapterShape, *, longest: int) -> RewardModel:
    """Return a reward model to train: a fresh adapter, a head that starts at zero."""
    tokenizer = load_tokenizer(source)
    model = load_classifier(source, device)
    model.config.pad_token_id = pad_id(tokenizer)
    if getattr(model, HEAD, None) is not None:
        nn.init.zeros_(getattr(model, HEAD).weight)
    trunk = getattr(model, model.base_model_prefix)
    config = adapter_config(trunk, shape, task_type="SEQ_CLS")
    adapted = get_peft_model(model, config, adapter_name=ADAPTER)
    for parameter in adapted.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()
    return reward_model(adapted, tokenizer, source, device, longest)


def reward_model(
    model: Any, tokenizer: PreTrainedTokenizerBase, source: Source, device: Device, longest: int
) -> RewardModel:
    inner = model.get_base_model() if isinstance(model, PeftModel) else model
    trunk = getattr(inner, inner.base_model_prefix)
    head = getattr(inner, HEAD, None)
    return RewardModel(
        model=model,
        trunk=trunk,
        head=head,
        tokenizer=tokenizer,
        source=source,
        device=device,
        shared=head is not None and can_share_prompt(trunk, device, longest),
    )


def load_reward_model(source: Source, device: Device, *, longest: int) -> RewardModel:
    """Return a trained reward model: one of our folders, or any sequence classifier with one label."""
    model = load_classifier(source.base or source, device)
    if source.base is not None:
        model = PeftModel.from_pretrained(model, str(source.folder), adapter_name=ADAPTER)
        model = model.to(device.place).eval().requires_grad_(False)
    if int(model.config.num_labels) != 1:
        raise TrainerError(
            f"settings.reward_model: {source.name} has {model.config.num_labels} labels; a reward model has one.",
            "Choose a reward model that a reward run made, or a classifier with one label.",
        )
    loaded = reward_model(model, load_tokenizer(source), source, device, longest)
    if loaded.head is not None:
        loaded.head.float()
    return loaded


def can_share_base(policy: Policy, source: Source) -> bool:
    """Tell whether a reward model can be an adapter beside the policy's: the same base weights under both."""
    on_same_base = source.base is not None and source.base.key == policy.base_key
    return on_same_base and isinstance(policy.model, PeftModel)


def attach_reward_model(policy: Policy, source: Source, *, longest: int) -> RewardModel:
    """Return a reward model that is a second adapter on the policy's own base: one set of base weights in memory."""
    folder = str(source.folder)
    weights = load_peft_weights(folder, device="cpu")
    head_weight = next(weights.pop(name) for name in list(weights) if name.endswith(f".{HEAD}.weight"))
    config = dataclasses.replace(
        LoraConfig.from_pretrained(folder), task_type="CAUSAL_LM", modules_to_save=None
    )
    policy.model.add_adapter(ADAPTER, config)
    found = set_peft_model_state_dict(policy.model, weights, adapter_name=ADAPTER)
    if found.unexpected_keys:
        raise TrainerError(
            f"settings.reward_model: the adapter in {folder} does not fit its base ({found.unexpected_keys[0]}).",
            "Train the reward model again on this base.",
        )
    policy.model.set_adapter(POLICY)
    head = nn.Linear(head_weight.shape[1], 1, bias=False)
    head.weight.data = head_weight.float()
    return RewardModel(
        model=policy.model,
        trunk=policy.trunk,
        head=head.to(policy.device.place).requires_grad_(False),
        tokenizer=load_tokenizer(source),
        source=source,
        device=policy.device,
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
    if same_tokenizer(policy.tokenizer, reward.tokenizer):
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
    """Write adapter with head, tokenizer and card: a PEFT folder that also loads without us."""
    base = reward.source.name
    reward.model.peft_config[ADAPTER].base_model_name_or_path = base
    save_adapter(reward.model, ADAPTER, folder)
    if reward.tokenizer.pad_token is None:
        reward.tokenizer.pad_token = reward.tokenizer.convert_ids_to_tokens(pad_id(reward.tokenizer))
    reward.tokenizer.save_pretrained(folder)
    write_json(folder / CARD, {"type": "reward", "base": base, **card})
