"""Language models that answer: asked for log-probabilities, given something to train, compared with their reference, saved."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import torch
from peft import PeftModel
from torch import nn
from torch.utils.checkpoint import checkpoint
from transformers import PreTrainedTokenizerBase

from training.contract.rundir import write_json
from training.models.adapters import (
    AdapterShape,
    adapter_config,
    add_adapter,
    save_adapter,
    set_working,
    working,
)
from training.models.decoding import CausalDecoding, Decoding
from training.models.format import Kind
from training.models.logprobs import logprobs_of_tokens
from training.models.packing import Group, Packed, pack, pad_left
from training.models.sharding import ShardedModel, gathered, shard_weights
from training.models.source import CARD, Source
from training.models.tokenizer import pad_id
from training.models.trainable import train_every_weight
from training.models.trunk import run_trunk, share_prompt
from training.support.device import Device
from training.support.ranks import Ranks
from training.support.shards import whole_state

ADAPTER = "policy"
LOGITS_AT_ONCE = 2**26
"""The most logits that are held at once, in numbers: 256 MB of float32."""

Result = TypeVar("Result")


class AnswerStates(NamedTuple):
    """The state that each answer token was predicted from. [n] answer tokens in the order of the groups."""

    hidden: torch.Tensor
    """[n, h] in the trunk's precision."""
    target: torch.Tensor
    """[n] the tokens."""
    answer: torch.Tensor
    time: torch.Tensor
    """[n] which answer a token belongs to, and its place in it."""


class TokenStates(NamedTuple):
    """What the policy says at each answer token. [n] answer tokens in the order of the groups, [h] hidden size."""

    logprobs: torch.Tensor
    """[n] float32"""
    hidden: torch.Tensor
    """[n, h] float32: the trunk's last state before the token, which a value head reads."""
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
    reference_key: str
    """Which model it is when only the adapters of `start` are at work."""
    device: Device
    shared: bool = False
    """Whether several answers of a prompt can share its encoding."""
    start: tuple[str, ...] = ()
    """The adapters that the reference has at work too, such as one of supervised fine-tuning."""
    frozen: Policy | None = None
    """A copy from before every weight was trained; None while the model's own base stays as it is."""
    sharded: ShardedModel | None = None
    """The model as its weights are shared out over ranks; None where this rank holds them all."""

    kind = Kind.DECODER
    """How a reward model that reads the very ids of this policy must be run."""
    task = "CAUSAL_LM"

    @property
    def language_model(self) -> Any:
        return self.model.get_base_model() if isinstance(self.model, PeftModel) else self.model

    @property
    def trunk(self) -> Any:
        """Return what makes the states; a model that keeps head and layers side by side is its own trunk."""
        model = self.language_model
        return getattr(model, model.base_model_prefix, model)

    @property
    def head(self) -> Any:
        return self.language_model.get_output_embeddings()

    @property
    def parts(self) -> list[nn.Module]:
        """Return the modules that are run one after the other."""
        return [self.trunk, self.head]

    @property
    def host(self) -> Policy:
        """Return whose base stays as it was loaded: adapters of reward and value models stand on it."""
        return self.frozen or self

    def name_below(self, adapters: Sequence[str]) -> str:
        """Return the name of the model that an adapter stands on which works together with these."""
        key = self.reference_key if set(self.start) <= set(adapters) else self.base_key
        return next(link.name for link in self.source.chain if link.key == key)

    @property
    def pad(self) -> int:
        return pad_id(self.tokenizer)

    @property
    def context(self) -> int:
        return int(getattr(self.language_model.config, "max_position_embeddings", None) or 2**31)

    @property
    def hidden_size(self) -> int:
        return int(self.language_model.config.hidden_size)

    @property
    def end_ids(self) -> list[int]:
        """Return every token that ends an answer: the tokenizer's and the generation config's."""
        ends = {self.tokenizer.eos_token_id}
        config = getattr(self.language_model, "generation_config", None)
        given = getattr(config, "eos_token_id", None)
        ends |= set(given) if isinstance(given, list) else {given}
        return sorted(end for end in ends if end is not None)

    def can_share(self) -> bool:
        return share_prompt(self.trunk, self.device, self.context)

    def pack(self, groups: Sequence[Group]) -> Packed:
        return pack(
            groups, shared=self.shared, pad=self.pad, device=self.device.place, dtype=self.device.dtype
        )

    def one_pass(self, work: Callable[[], Result]) -> Result:
        """Return what is made of the model by one pass with gradients; weights that are shared out are gathered for it."""
        made: Result = self.sharded(work) if self.sharded else work()
        return made

    def answer_states(self, groups: Sequence[Group]) -> AnswerStates:
        """Return the state before every answer token, from one forward pass."""
        packed = self.pack(groups)
        hidden = run_trunk(self.trunk, packed)[packed.row, packed.column]
        return AnswerStates(hidden, packed.target, packed.answer, packed.time)

    def logits(self, states: torch.Tensor) -> torch.Tensor:
        """Return float32 logits [n, v] of states [n, h], scaled and capped as the model's own code does.

        Cohere multiplies them by a number, Granite divides them by one; Gemma 2 holds them below a cap (Gemma Team 2024,
        section 2).
        """
        logits: torch.Tensor = self.head(states).float()
        config = self.language_model.config
        if scale := getattr(config, "logit_scale", None):
            logits = logits.mul_(scale)
        if divisor := getattr(config, "logits_scaling", None):
            logits = logits.div_(divisor)
        cap = getattr(config, "final_logit_softcapping", None)
        return cap * torch.tanh(logits / cap) if cap else logits

    def own_logits(self, prompt: list[int], answer: list[int]) -> torch.Tensor:
        """Return [t, v] the logits of an answer's tokens as the model itself makes them, to compare with."""
        ids = torch.tensor([[*prompt, *answer]], device=self.device.place)
        logits: torch.Tensor = self.language_model(input_ids=ids).logits[0, len(prompt) - 1 : -1]
        return logits.float()

    def decode(self, prompts: Sequence[list[int]], copies: int, longest: int) -> Decoding:
        """Begin to answer the prompts, `copies` times each, with room for `longest` tokens."""
        queries = pad_left(prompts, self.pad, self.device.place)
        return CausalDecoding(self.trunk, queries, copies, longest)

    def token_states(
        self, groups: Sequence[Group], *, temperature: float, min_new_tokens: int
    ) -> TokenStates:
        """Return log-probability and hidden state of every answer token, from one forward pass."""

        def told() -> TokenStates:
            states = self.answer_states(groups)
            logprobs = self.token_logprobs(states, temperature, min_new_tokens)
            return TokenStates(logprobs, states.hidden.float(), states.answer, states.time)

        return self.one_pass(told)

    def token_logprobs(self, states: AnswerStates, temperature: float, min_new_tokens: int) -> torch.Tensor:
        """Return [n] the log-probability of every answer token.

        Logits are taken at answer positions only, [n, v] instead of [r, t, v], and at most LOGITS_AT_ONCE of them; none are
        kept for the backward pass. Where the head is trained they are taken again in it, when they are more: one more
        product with the head for memory that does not grow with n.
        """
        width = max(LOGITS_AT_ONCE // self.head.weight.shape[0], 1)

        def limit(logits: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
            return forbid_early_end(logits, time, self.end_ids, min_new_tokens)

        def logprobs(hidden: torch.Tensor, target: torch.Tensor, time: torch.Tensor) -> torch.Tensor:
            logits = limit(self.logits(hidden).div_(temperature), time)
            return logits.gather(1, target[:, None]).squeeze(1) - logits.logsumexp(dim=1)

        if states.hidden.requires_grad and not trainable(self.head):
            return logprobs_of_tokens(
                states.hidden,
                states.target,
                self.logits,
                lambda logits, place: limit(logits, states.time[place]),
                temperature=temperature,
                width=width,
            )
        given = (states.hidden, states.target, states.time)
        if len(states.target) <= width:
            return logprobs(*given)
        pieces = zip(*(table.split(width) for table in given), strict=True)
        return torch.cat(
            [checkpoint(logprobs, *piece, use_reentrant=False, preserve_rng_state=False) for piece in pieces]
        )


def forbid_early_end(
    logits: torch.Tensor, time: torch.Tensor, end_ids: Sequence[int], min_new_tokens: int
) -> torch.Tensor:
    """Make the end tokens impossible before the shortest length, in place and as they are when sampling; return the logits [n, v].

    `time` [n] is each token's place in its answer. Cost: of the early tokens alone; a copy would be as large as the logits.
    """
    early = (time < min_new_tokens).nonzero()
    ends = torch.tensor(end_ids, dtype=torch.long, device=logits.device)
    lowest = torch.tensor(torch.finfo(logits.dtype).min, dtype=logits.dtype, device=logits.device)
    return logits.index_put_((early, ends[None]), lowest)


def train_adapter(policy: Policy, shape: AdapterShape) -> None:
    """Give the policy a fresh LoRA adapter to train; with it off, the model is the reference, bit for bit."""
    config = adapter_config(policy.trunk, shape, task_type=policy.task, without=policy.head)
    policy.model = add_adapter(policy.model, ADAPTER, config, trained=True)
    set_working(policy.model, [*policy.start, ADAPTER])


def train_whole(policy: Policy, over: Ranks | None = None) -> None:
    """Let every weight of the policy be trained; a copy from before is the reference.

    The weights are shared out `over` these ranks, and gathered in the precision that is computed in; or each holds all.
    """
    policy.frozen = replace(policy, model=copy.deepcopy(policy.model))
    train_every_weight(policy.model, torch.float32 if over else policy.device.dtype, policy.parts)
    if over:
        over.start_alike(trainable(policy.model))
        shard_policy(policy, over)


def shard_policy(policy: Policy, ranks: Ranks) -> None:
    """Share out a policy's weights over the ranks, which hold them alike."""
    device = policy.device
    policy.sharded = shard_weights(policy.language_model, device.place, ranks.count, device.dtype)


@contextmanager
def own_pace(policy: Policy) -> Iterator[None]:
    """Let this rank run policy and reference at its own pace for the while, without gradients; every rank enters."""
    with gathered([one.sharded for one in (policy, policy.frozen) if one and one.sharded]):
        yield


def trainable(model: nn.Module) -> list[nn.Parameter]:
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


@contextmanager
def as_reference(policy: Policy) -> Iterator[Policy]:
    """Yield the reference: the policy's frozen copy, or the policy itself with only the adapters it began with at work."""
    reference = policy.host
    with working(reference.model, reference.start):
        yield reference


def save_policy(policy: Policy, folder: Path, card: dict[str, Any], *, writes: bool = True) -> None:
    """Write adapter, or every weight, with tokenizer and card: a folder that also loads without us.

    An adapter that another library trained has that library's name. Of several ranks one `writes`; the others bring their
    parts of the weights.
    """
    weights = whole_state(policy.model) if policy.sharded else None
    if not writes:
        return
    base = policy.source.name
    if policy.frozen is None:
        adapter = ADAPTER if ADAPTER in policy.model.peft_config else policy.model.active_adapter
        policy.model.peft_config[adapter].base_model_name_or_path = base
        save_adapter(policy.model, adapter, folder)
    else:
        policy.model.save_pretrained(folder, state_dict=weights)
    policy.tokenizer.save_pretrained(folder)
    write_json(folder / CARD, {"type": "policy", "base": base, **card})
