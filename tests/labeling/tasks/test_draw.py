"""What comes next is drawn: reproducibly, at about the asked share, without a rhythm."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID, uuid4

import pytest

from labeling.tasks.draw import drawn

IDS = [UUID(int=number) for number in range(20_000)]
SHARES = {"gold_share": 0.3, "repeat_share": 0.1}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
def test_it_draws_about_the_asked_share(share: float) -> None:
    kinds = [drawn(seed=7, after=after, gold_share=share, repeat_share=share / 4) for after in IDS]
    assert kinds.count("gold") / len(IDS) == pytest.approx(share, abs=0.02)
    assert kinds.count("repeat") / len(IDS) == pytest.approx(share / 4, abs=0.01)


def test_it_draws_the_same_again_from_the_same_seed() -> None:
    after = uuid4()
    assert len({drawn(seed=11, after=after, **SHARES) for _ in range(5)}) == 1
    first = [drawn(seed=1, after=after, **SHARES) for after in IDS]
    assert first != [drawn(seed=2, after=after, **SHARES) for after in IDS]


def test_it_has_no_rhythm() -> None:
    kinds = [drawn(seed=3, after=after, gold_share=0.1, repeat_share=0.1) for after in IDS]
    gaps = {len(list(run)) for kind, run in groupby(kinds) if kind == "ordinary"}
    assert len(gaps) > 15
