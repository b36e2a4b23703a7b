"""What scores answers: one classifier, run as its kind asks; who wants scores need not know which way."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from training.contract.rows import Message
from training.models.adapters import working
from training.models.classifier import context_of
from training.models.encoder_decoder import last_states
from training.models.format import Format, Kind, encode_group
from training.models.output import Output
from training.models.packing import Group, Packed, batches_by_tokens, pack
from training.models.policy import Policy
from training.models.source import Source
from training.models.tokenizer import pad_id, same_tokenizer
from training.models.trunk import run_trunk, uses_flex
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
    def singles(self) -> Sequence[RewardModel]:
        """Return an ensemble's members; of a model that is none, itself."""
        return [self]

    def reads_ids_of(self, policy: Policy) -> bool:
        """Tell whether it reads a conversation as the policy writes it: the prompt, the answer, the end token."""
        return (
            self.format.kind is policy.kind
            and self.format.with_prompt
            and same_tokenizer(policy.tokenizer, self.tokenizer)
        )

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

    def member_scores(self, groups: Sequence[Group]) -> torch.Tensor:
        """Return [n, a] what each of an ensemble's members says; of a model that is none, its scores alone."""
        return self.scores(groups)[None]

    def combined(self, member_scores: torch.Tensor) -> torch.Tensor:
        """Return [a] the scores that follow from what the members say [n, a]."""
        return member_scores[0]

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
        with working(self.host, [self.adapter]):
            yield

    def member_figures(self, member_scores: torch.Tensor) -> dict[str, float]:
        """Return an ensemble's mean and spread over raw scores [n, a]; of a model that is none, nothing."""
        return {}

    def member_scores_all(
        self, groups: Sequence[Group], tokens_per_batch: int, tell: Callable[[int], None] | None = None
    ) -> torch.Tensor:
        """Return [n, a] what each member says, on the CPU, without gradients; batches by length, in the order given."""
        ends = list(itertools.accumulate(len(group.answers) for group in groups))
        parts: list[torch.Tensor] = []
        order: list[int] = []
        done = 0
        for places in plan_batches(groups, shared=self.shared, limit=tokens_per_batch):
            with torch.no_grad():
                parts.append(self.member_scores([groups[place] for place in places]).cpu())
            for place in places:
                order += range(ends[place] - len(groups[place].answers), ends[place])
            done += len(places)
            if tell is not None:
                tell(done)
        return torch.cat(parts, dim=1)[:, torch.tensor(order).argsort()]

    def score_all(
        self, groups: Sequence[Group], tokens_per_batch: int, tell: Callable[[int], None] | None = None
    ) -> list[list[float]]:
        """Return the scores by group, without gradients; batches by length, results in the order given."""
        flat = iter(self.combined(self.member_scores_all(groups, tokens_per_batch, tell)).tolist())
        return [list(itertools.islice(flat, len(group.answers))) for group in groups]


def plan_batches(groups: Sequence[Group], *, shared: bool, limit: int) -> list[list[int]]:
    """Return places of groups in batches of at most `limit` positions each, padding counted."""
    return batches_by_tokens([group.padded(shared=shared) for group in groups], limit)
