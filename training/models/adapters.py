"""LoRA adapters side by side on one base: made, switched, told apart, saved.

peft's own switches (`set_adapter`, `disable_adapter`) know one active adapter and turn the gradients of all others off.
Here several can work at once, added to each other, and what is trained stays trained whichever adapters are at work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftConfig, PeftModel, get_peft_model
from peft.tuners.tuners_utils import BaseTunerLayer
from peft.utils import load_peft_weights
from peft.utils.other import AuxiliaryTrainingWrapper
from torch import nn

from training.contract.setting import AdapterSettings
from training.support.errors import TrainerError


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


def adapter_config(
    trunk: Any, shape: AdapterShape, *, task_type: str, without: nn.Module | None = None
) -> LoraConfig:
    """Return the adapter's config: on the linear layers of the trunk's upper layers, but not on `without`."""
    depth = int(trunk.config.num_hidden_layers)
    upper = list(range(max(depth - shape.layers, 0), depth)) if shape.layers else None
    return LoraConfig(
        r=shape.rank,
        lora_alpha=shape.alpha,
        lora_dropout=shape.dropout,
        target_modules=adapter_targets(trunk, shape.targets, without),
        layers_to_transform=upper,
        task_type=task_type,
    )


def adapter_targets(trunk: Any, wanted: str, without: nn.Module | None = None) -> list[str]:
    """Return the names of the trunk's linear layers that a LoRA adapter goes into; TrainerError names those it lacks.

    Some may have an adapter already.
    """
    linear = (
        name.removesuffix(".base_layer")
        for name, module in trunk.named_modules()
        if is_linear(module) and module is not without and ".lora_" not in name
    )
    names = {name.rsplit(".", 1)[-1] for name in linear}
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


def is_plain(folder: Path) -> bool:
    """Tell whether a saved adapter only adds products of two matrices to linear layers: then others can stand beside it."""
    if PeftConfig.from_pretrained(str(folder)).peft_type != "LORA":
        return False
    return all(
        ".lora_A." in name or ".lora_B." in name for name in load_peft_weights(str(folder), device="cpu")
    )


def add_adapter(model: Any, name: str, config: LoraConfig, *, trained: bool) -> PeftModel:
    """Return the model with one more adapter, which is not at work yet; what works and is trained beside it stays so.

    A frozen adapter drops nothing out.
    """
    config = replace(
        config, lora_dropout=config.lora_dropout if trained else 0.0, base_model_name_or_path=None
    )
    if isinstance(model, PeftModel):
        before, host = at_work(model), model
        trained_before = {parameter for parameter in model.parameters() if parameter.requires_grad}
        model.add_adapter(name, config)
        for parameter in model.parameters():
            parameter.requires_grad_(parameter in trained_before)
    else:
        before, host = [], get_peft_model(model, config, adapter_name=name)
    set_working(host, before)
    for parameter in adapter_weights(host, [name]).values():
        parameter.requires_grad_(trained)
    return host


def copy_adapter(host: PeftModel, name: str, source: str, *, trained: bool) -> None:
    """Give the host one more adapter with the weights of another."""
    config = host.peft_config[source]
    if not isinstance(config, LoraConfig):
        raise TypeError(f"{source} is no LoRA adapter")
    add_adapter(host, name, replace(config, lora_dropout=0.0), trained=trained)
    pairs = zip(adapter_weights(host, [name]).values(), adapter_weights(host, [source]).values(), strict=True)
    with torch.no_grad():
        for fresh, known in pairs:
            fresh.copy_(known)


def adapter_weights(host: nn.Module, names: Sequence[str]) -> dict[str, nn.Parameter]:
    """Return the weights of these adapters by their name in the host."""
    marks = [f".lora_{side}.{name}." for name in names for side in "AB"]
    return {
        name: parameter for name, parameter in host.named_parameters() if any(mark in name for mark in marks)
    }


def base_weights(host: nn.Module) -> dict[str, nn.Parameter]:
    """Return the weights that lie under all adapters."""
    return {name: parameter for name, parameter in host.named_parameters() if ".lora_" not in name}


@contextmanager
def working(host: Any, names: Sequence[str]) -> Iterator[None]:
    """Let these adapters alone work for the while, added to each other; without any the host is its base, bit for bit."""
    before = at_work(host)
    set_working(host, names)
    try:
        yield
    finally:
        set_working(host, before)


def set_working(host: Any, names: Sequence[str]) -> None:
    """Let these adapters alone work from now on."""
    for layer in switched_layers(host):
        layer._active_adapter, layer._disable_adapters = list(names), not names


def at_work(host: Any) -> list[str]:
    """Return the adapters that work now; all layers of a host are switched alike."""
    layer = next(switched_layers(host), None)
    return [] if layer is None or layer.disable_adapters else list(layer.active_adapters)


def switched_layers(host: Any) -> Iterator[Any]:
    kinds = (BaseTunerLayer, AuxiliaryTrainingWrapper)
    return (module for module in host.modules() if isinstance(module, kinds))


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
