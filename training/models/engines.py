"""The engine that a run's settings name: checked before anything is loaded, made when the policy is."""

from __future__ import annotations

from training.contract.settings import PPOSettings
from training.models.answering import Engine, LoopEngine
from training.models.continuous_engine import ContinuousEngine
from training.models.generation import Sampling
from training.models.policy import Policy
from training.models.value import ValueModel
from training.models.vllm_engine import VllmEngine
from training.support.budget import Budget
from training.support.device import Device
from training.support.errors import TrainerError
from training.support.packages import need_packages
from training.support.ranks import Ranks


def check_engine(settings: PPOSettings, device: Device, ranks: Ranks) -> None:
    """Raise TrainerError where the engine cannot answer on this machine."""
    if settings.engine != "vllm":
        return
    need_packages("Engine vllm", "vllm", listed="requirements/vllm.txt")
    if device.place.type != "cuda":
        raise TrainerError(
            "settings.engine asks for vllm, which answers on a GPU, but this run computes on the CPU.",
            "Choose engine loop, or start the run on a machine with a GPU.",
        )
    if ranks.count > 1:
        raise TrainerError(
            f"settings.engine asks for vllm, which answers for one process, but this run has {ranks.count} ranks.",
            "Choose engine loop or continuous, or start the run as one process.",
        )


def make_engine(
    settings: PPOSettings, policy: Policy, value: ValueModel, sampling: Sampling, at_once: Budget
) -> Engine:
    """Return who answers the prompts of a run's steps."""
    copies = settings.samples_per_prompt
    if settings.engine == "continuous":
        return ContinuousEngine(policy, sampling, copies, at_once)
    if settings.engine == "vllm":
        return VllmEngine(policy, sampling, copies, settings.engine_memory)
    keep_hidden = policy.device.exact and value.reads_policy
    return LoopEngine(policy, sampling, copies, at_once, keep_hidden)
