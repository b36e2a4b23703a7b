"""Language models that answer: loaded, given adapters, asked for log-probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import nn
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerBase

from training.contract.rundir import write_json
from training.contract.setting import AdapterSettings
from training.models.bundled import bundled_folder
from training.models.packing import Group, Packed, pack
from training.models.source import CARD, Source
from training.models.tokenizer import load_tokenizer, pad_id
from training.support.device import Device
from training.support.errors import TrainerError

ADAPTER = "policy"


class TokenStates(NamedTuple):
    """What the policy says at each answer token. [n] answer tokens in the order of `Packed`, [h] hidden size."""

    logprobs: torch.Tensor
    """[n] float32"""
    hidden: torch.Tensor
    """[n, h] the trunk's last state before the token: what a value head reads."""
    answer: torch.Tensor
    time: torch.Tensor
    """[n] which answer a token belongs to, and its place in it."""


@dataclass
class Policy:
    """A causal language model with what it takes to ask it: tokenizer, end tokens, device."""

    model: Any
    tokenizer: PreTrainedTokenizerBase
    source: Source
    base_key: str
    """Which weights lie under the adapters: an adapter that was merged is part of them."""
    device: Device
    shared: bool
    """Whether several answers of a prompt can share its encoding."""

    @property
    def causal(self) -> Any:
        return self.model.get_base_model() if isinstance(self.model, PeftModel) else self.model

    @property
    def trunk(self) -> Any:
        return getattr(self.causal, self.causal.base_model_prefix)

    @property
    def head(self) -> Any:
        return self.causal.get_output_embeddings()

    @property
    def pad(self) -> int:
        return pad_id(self.tokenizer)

    @property
    def context(self) -> int:
        return int(getattr(self.causal.config, "max_position_embeddings", None) or 2**31)

    @property
    def hidden_size(self) -> int:
        return int(self.causal.config.hidden_size)

    @property
    def end_ids(self) -> list[int]:
        """Return every token that ends an answer: the tokenizer's and the generation config's."""
        ends = {self.tokenizer.eos_token_id}
        config = getattr(self.causal, "generation_config", None)
        given = getattr(config, "eos_token_id", None)
        ends |= set(given) if isinstance(given, list) else {given}
        return sorted(end for end in ends if end is not None)

    def pack(self, groups: Sequence[Group]) -> Packed:
        return pack(
            groups, shared=self.shared, pad=self.pad, device=self.device.place, dtype=self.device.dtype
        )

    def token_states(
        self, groups: Sequence[Group], *, temperature: float, min_new_tokens: int
    ) -> TokenStates:
        """Return log-probability and hidden state of every answer token, from one forward pass.

        Logits are taken at answer positions only: [n, v] instead of [r, t, v].
        """
        packed = self.pack(groups)
        states = run_trunk(self.trunk, packed)[packed.row, packed.column]
        logits = self.head(states).float() / temperature
        logits = forbid_early_end(logits, packed.time, self.end_ids, min_new_tokens)
        chosen = logits.gather(1, packed.target[:, None]).squeeze(1)
        return TokenStates(
            logprobs=chosen - logits.logsumexp(dim=1),
            hidden=states.float(),
            answer=packed.answer,
            time=packed.time,
        )


def forbid_early_end(
    logits: torch.Tensor, time: torch.Tensor, end_ids: Sequence[int], min_new_tokens: int
) -> torch.Tensor:
    """Return logits [n, v] with the end tokens impossible before the shortest length, as they are when sampling."""
    early = time < min_new_tokens
    if not end_ids or not bool(early.any()):
        return logits
    ends = torch.zeros(logits.shape[1], dtype=torch.bool, device=logits.device)
    ends[list(end_ids)] = True
    return logits.masked_fill(early[:, None] & ends, torch.finfo(logits.dtype).min)


def run_trunk(trunk: Any, packed: Packed) -> torch.Tensor:
    """Return the last hidden states [r, t, h] of the rows."""
    given: dict[str, Any] = {"input_ids": packed.ids, "attention_mask": packed.mask}
    if packed.shared:
        given["position_ids"] = packed.positions
    if getattr(trunk.config, "is_decoder", True) or trunk.config.use_cache:
        given["use_cache"] = False
    states: torch.Tensor = trunk(**given).last_hidden_state
    return states


def can_share_prompt(trunk: Any, device: Device, longest: int) -> bool:
    """Tell whether answers that share a prompt's encoding get what they would get alone: tried on a few tokens.

    Bidirectional encoders and models that ignore a given mask or given positions fail the trial. transformers lays no
    sliding window over a given mask, so the window must hold the longest prompt with its answer.
    """
    window = getattr(trunk.config, "sliding_window", None)
    if window is not None and window < longest:
        return False
    groups = [Group([5, 6, 7, 8], [[9, 10, 11], [12, 13], [14, 15, 16]]), Group([7, 6], [[10], [11, 9]])]
    try:
        with torch.no_grad():
            together, apart = (states_of_answers(trunk, groups, device, shared=way) for way in (True, False))
    except (TypeError, ValueError, RuntimeError, IndexError, AttributeError):
        return False
    tolerance = 1e-3 if device.exact else 5e-2
    return bool((together - apart).abs().max() <= tolerance * apart.abs().max())


def states_of_answers(trunk: Any, groups: Sequence[Group], device: Device, *, shared: bool) -> torch.Tensor:
    packed = pack(
        groups, shared=shared, pad=0, device=device.place, dtype=device.dtype, flex=uses_flex(trunk)
    )
    return run_trunk(trunk, packed)[packed.last_row, packed.last_column].float()


def uses_flex(trunk: Any) -> bool:
    """Tell whether a model attends by FlexAttention."""
    return getattr(trunk.config, "_attn_implementation", None) == "flex_attention"


def load_causal(source: Source, device: Device, *, merge: bool = True) -> Any:
    """Return a language model in evaluation mode, no weight of it trainable.

    An adapter stands on its base: merged into it, in float32 whatever the precision afterwards, or kept apart as the
    adapter "policy" so that it can be turned off.
    """
    model: Any
    if source.base is not None and source.folder is not None:
        base = load_causal(source.base, replace(device, dtype=torch.float32) if merge else device)
        model = PeftModel.from_pretrained(base, str(source.folder), adapter_name=ADAPTER).to(device.place)
        model = model.merge_and_unload().to(device.dtype) if merge else model
        return model.eval().requires_grad_(False)
    place = model_place(source)
    try:
        if AutoConfig.from_pretrained(place).is_encoder_decoder:
            raise TrainerError(
                f"{source.name} is an encoder-decoder model; answering needs a decoder.",
                "Choose a causal language model.",
            )
        model = AutoModelForCausalLM.from_pretrained(place, dtype=device.dtype, attn_implementation="sdpa")
    except (OSError, ValueError) as error:
        raise model_error(source, error) from error
    return model.to(device.place).eval().requires_grad_(False)


def model_place(source: Source) -> Any:
    """Return what transformers loads: a folder or a hub id."""
    return bundled_folder(source.name) if source.kind == "bundled" else source.folder or source.name


def model_error(source: Source, error: Exception) -> TrainerError:
    return TrainerError(
        f"The model {source.name} cannot be loaded: {error}",
        "Check the name and the network (a hub id needs both), or give a folder.",
    )


def load_policy(source: Source, device: Device, *, merge: bool = True) -> Policy:
    """Return a policy ready to answer."""
    policy = Policy(
        model=load_causal(source, device, merge=merge),
        tokenizer=load_tokenizer(source),
        source=source,
        base_key=source.key if merge or source.base is None else source.base.key,
        device=device,
        shared=False,
    )
    policy.shared = can_share_prompt(policy.trunk, device, policy.context)
    return policy


def add_policy_adapter(policy: Policy, shape: AdapterShape) -> None:
    """Give the policy a fresh LoRA adapter to train; with it off, the model is the reference, bit for bit."""
    config = adapter_config(policy.trunk, shape, task_type="CAUSAL_LM")
    policy.model = get_peft_model(policy.model, config, adapter_name=ADAPTER)


@dataclass(frozen=True)
class AdapterShape:
    """The size of a LoRA adapter. `layers` counts from the top, 0 for all: no gradient has to go below them."""

    rank: int
    alpha: int
    layers: int = 0
    dropout: float = 0.0
    targets: str = "all"
    """"all", or names of linear layers with commas between."""


def adapter_shape(settings: AdapterSettings) -> AdapterShape:
    return AdapterShape(
        rank=settings.lora_r,
        alpha=settings.lora_alpha,
        layers=settings.lora_layers,
        targets=settings.lora_targets,
    )


def adapter_config(trunk: Any, shape: AdapterShape, *, task_type: str) -> LoraConfig:
    """Return the adapter's config: on the linear layers of the trunk's upper layers."""
    depth = int(trunk.config.num_hidden_layers)
    upper = list(range(max(depth - shape.layers, 0), depth)) if shape.layers else None
    return LoraConfig(
        r=shape.rank,
        lora_alpha=shape.alpha,
        lora_dropout=shape.dropout,
        target_modules=adapter_targets(trunk, shape.targets),
        layers_to_transform=upper,
        task_type=task_type,
    )


def adapter_targets(trunk: Any, wanted: str) -> list[str]:
    """Return the names of the trunk's linear layers that a LoRA adapter goes into; TrainerError names those it lacks."""
    names = {name.rsplit(".", 1)[-1] for name, module in trunk.named_modules() if is_linear(module)}
    if wanted == "all":
        return sorted(names)
    chosen = {name.strip() for name in wanted.split(",")}
    if chosen - names:
        raise TrainerError(
            f"settings.lora_targets: the model has no linear layer {', '.join(sorted(chosen - names))}.",
            f"Its linear layers are {', '.join(sorted(names))}.",
        )
    return sorted(chosen)


def is_linear(module: nn.Module) -> bool:
    """Tell linear layers, GPT-2's transposed ones included."""
    return isinstance(module, nn.Linear) or type(module).__name__ == "Conv1D"


def trainable(model: nn.Module) -> list[nn.Parameter]:
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


@contextmanager
def as_reference(policy: Policy) -> Iterator[None]:
    """Let the policy answer as its reference: the same weights with the policy's adapter off."""
    if not isinstance(policy.model, PeftModel):
        yield
        return
    with policy.model.disable_adapter():
        yield


def save_policy(policy: Policy, folder: Path, card: dict[str, Any]) -> None:
    """Write adapter, tokenizer and card: a PEFT folder that also loads without us."""
    base, adapter = policy.source.name, policy.model.active_adapter
    policy.model.peft_config[adapter].base_model_name_or_path = base
    save_adapter(policy.model, adapter, folder)
    policy.tokenizer.save_pretrained(folder)
    write_json(folder / CARD, {"type": "policy", "base": base, **card})


def save_adapter(model: PeftModel, name: str, folder: Path) -> None:
    """Write one adapter into the folder itself, where peft would nest it under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(str(folder), selected_adapters=[name], save_embedding_layers=False)
    nested = folder / name
    if nested.is_dir():
        for file in nested.iterdir():
            file.replace(folder / file.name)
        nested.rmdir()
    (folder / "README.md").unlink(missing_ok=True)  # peft's empty form, which names a folder of this machine
