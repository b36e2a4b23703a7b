"""Every source of chance in one place: seeded at the start, saved and restored with checkpoints."""

from __future__ import annotations

import hashlib
import random
from typing import Any, cast

import numpy
import torch

NumpyState = tuple[str, numpy.ndarray[Any, Any], int, int, float]


def seed_everything(seed: int) -> None:
    random.seed(seed)
    numpy.random.seed(seed)
    torch.manual_seed(seed)


def derived_seed(*parts: str | int) -> int:
    """Return a seed that depends on every part and on nothing else: the same on every machine and in every order."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def uniforms(rows: int, columns: int, *parts: str | int) -> torch.Tensor:
    """Return [rows, columns] numbers in [0, 1) that belong to these parts: chance without a state to lose."""
    source = torch.Generator().manual_seed(derived_seed(*parts))
    return torch.rand(rows, columns, generator=source, dtype=torch.float64)


def permutation(count: int, *parts: str | int) -> list[int]:
    """Return an order of `count` things that belongs to these parts."""
    source = torch.Generator().manual_seed(derived_seed(*parts))
    order: list[int] = torch.randperm(count, generator=source).tolist()
    return order


def draw_without_repetition(count: int, size: int, turn: int, *parts: str | int) -> list[int]:
    """Return the `size` places of a turn: all `count` are drawn before any is drawn again."""
    wanted = range(turn * size, (turn + 1) * size)
    orders = {place // count: permutation(count, *parts, place // count) for place in wanted}
    return [orders[place // count][place % count] for place in wanted]


def chance_state() -> dict[str, Any]:
    """Return the state of python's, numpy's and torch's generators, in plain types."""
    name, keys, position, has_gauss, gauss = cast(NumpyState, numpy.random.get_state(legacy=True))
    return {
        "python": random.getstate(),
        "numpy": (name, torch.from_numpy(keys.astype("int64")), position, has_gauss, gauss),
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }


def restore_chance(state: dict[str, Any]) -> None:
    version, inner, gauss = state["python"]
    random.setstate((version, tuple(inner), gauss))
    name, keys, *rest = state["numpy"]
    numpy.random.set_state((name, keys.numpy().astype("uint32"), *rest))
    torch.set_rng_state(state["torch"])
    if state["cuda"] and torch.cuda.is_available():
        torch.cuda.set_rng_state_all(state["cuda"])
