"""Ensembles: reward models that learned apart, on one base, asked together. Where they disagree, the rankings left it open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

import torch

from training.contract.setting import ScoringSettings
from training.models.branches import Branches
from training.models.format import Kind
from training.models.packing import Group, Packed
from training.models.reward_model import RewardModel
from training.models.source import Source
from training.models.trunk import run_trunk, uses_flex
from training.rl.combining import combine_scores


@dataclass(frozen=True)
class Combine:
    """How the members' scores become one; see `combine_scores`."""

    way: str = "mean"
    penalty: float = 0.0


MEAN = Combine()


def combine_of(settings: ScoringSettings) -> Combine:
    return Combine(settings.ensemble, settings.ensemble_penalty)


@dataclass
class Ensemble(RewardModel):
    """Members on one base with one tokenizer. Their scores are standardised each by its own before they are combined."""

    members: Sequence[RewardModel] = ()
    combine: Combine = MEAN

    @property
    def singles(self) -> Sequence[RewardModel]:
        return self.members

    @property
    def standardisation(self) -> tuple[float, float] | None:
        """The combined score has the members' unit already: a standard deviation of a member."""
        return (0.0, 1.0) if all(member.standardisation for member in self.members) else None

    def member_scores(self, groups: Sequence[Group]) -> torch.Tensor:
        """Return [n, a] the raw score of every member for every answer. One forward pass."""
        together = self._together(groups)
        if together is not None:
            return together
        return torch.stack([member.scores(groups) for member in self.members])

    def combined(self, member_scores: torch.Tensor) -> torch.Tensor:
        """Return [a] one score of raw ones [n, a]: each is standardised by its member's reference answers first."""
        return combine_scores(self.standardised(member_scores), self.combine.way, self.combine.penalty)

    def member_figures(self, member_scores: torch.Tensor) -> dict[str, float]:
        """Return the mean over members and answers, and the mean over answers of the members' standard deviation.

        Of raw scores [n, a]; in standard deviations of a member.
        """
        standard = self.standardised(member_scores)
        spread = standard.std(dim=0, correction=0)
        return {"members_mean": float(standard.mean()), "members_spread": float(spread.mean())}

    def standardised(self, member_scores: torch.Tensor) -> torch.Tensor:
        """Return [n, a] raw scores in standard deviations of their member's reference answers, less their mean."""
        known = [member.standardisation or (0.0, 1.0) for member in self.members]
        mean, std = torch.tensor(known, device=member_scores.device).unbind(1)
        return (member_scores - mean[:, None]) / std[:, None]

    def scores(self, groups: Sequence[Group]) -> torch.Tensor:
        return self.combined(self.member_scores(groups))

    def _together(self, groups: Sequence[Group]) -> torch.Tensor | None:
        """Return [n, a] raw scores from one forward pass over n copies of the rows, each copy with another adapter.

        None where that cannot be: encoders and encoder-decoders, which are run otherwise, or FlexAttention's masks.
        """
        if self.format.kind is not Kind.DECODER or self.host is None:
            return None
        packed = self._pack(groups)
        if uses_flex(self.trunk):
            return None
        count, rows = len(self.members), packed.ids.shape[0]
        names = [member.adapter for member in self.members for _ in range(rows)]
        with self._active(), mixed_adapters(self.host, names):
            states = run_trunk(self.trunk, copies(packed, count))
        states = states.unflatten(0, (count, rows))[:, packed.last_row, packed.last_column].float()
        return torch.stack(
            [
                member.output.read(own_head(member)(said).float())
                for member, said in zip(self.members, states, strict=True)
            ]
        )


def as_ensemble(members: Sequence[RewardModel], source: Source, combine: Combine) -> Ensemble:
    """Return members that share a base as one reward model."""
    first = {field.name: getattr(members[0], field.name) for field in fields(RewardModel)}
    return Ensemble(**{**first, "source": source}, members=members, combine=combine)


def copies(packed: Packed, count: int) -> Packed:
    """Return the rows, one copy after the other; where answers end stays what it is in the first copy."""
    return packed._replace(
        ids=packed.ids.repeat(count, 1),
        positions=packed.positions.repeat(count, 1),
        mask=packed.mask.copies(count) if isinstance(packed.mask, Branches) else packed.mask.repeat(count, 1),
    )


def own_head(member: RewardModel) -> Any:
    """Return a member's head; peft keeps those of all adapters of a model in one module."""
    kept = getattr(member.head, "modules_to_save", None)
    return member.head if kept is None else kept[member.adapter]


@contextmanager
def mixed_adapters(host: Any, names: Sequence[str]) -> Iterator[None]:
    """Let each row of a forward pass go through the adapter named for it, as `host(..., adapter_names=names)` does.

    peft refuses it in training mode because of dropout; the adapters named here are none that are trained.
    """
    tuner = host.base_model
    training, tuner.training = tuner.training, False
    try:
        with tuner._enable_peft_forward_hooks(adapter_names=list(names)):
            yield
    finally:
        tuner.training = training
