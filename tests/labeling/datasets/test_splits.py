from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from labeling.datasets.splits import pseudonyms, split_prompts

PROMPTS = st.dictionaries(st.uuids().map(str), st.sampled_from(["helpful", "honest", "kind"]), max_size=60)


@given(PROMPTS, st.floats(0.01, 0.9), st.integers(0, 99))
def test_it_holds_out_prompts_of_every_domain_and_leaves_some(
    domains: dict[str, str], share: float, seed: int
) -> None:
    split = split_prompts(domains, heldout_share=share, seed=seed)
    assert set(split) == set(domains)
    for domain in set(domains.values()):
        sides = [split[prompt] for prompt, own in domains.items() if own == domain]
        held = sides.count("heldout")
        if len(sides) == 1:
            assert held == 0
        else:
            assert 1 <= held < len(sides)
            assert abs(held - share * len(sides)) <= 1


@given(PROMPTS, st.integers(0, 99))
def test_it_depends_on_the_prompts_and_the_seed_alone(domains: dict[str, str], seed: int) -> None:
    backwards = dict(reversed(domains.items()))
    split = split_prompts(domains, heldout_share=0.3, seed=seed)
    assert split_prompts(backwards, heldout_share=0.3, seed=seed) == split


def test_it_splits_otherwise_with_another_seed() -> None:
    domains = {str(number): "helpful" for number in range(100)}
    assert split_prompts(domains, heldout_share=0.3, seed=1) != split_prompts(
        domains, heldout_share=0.3, seed=2
    )


def test_it_holds_nothing_out_when_the_share_is_zero() -> None:
    split = split_prompts({"a": "helpful", "b": "helpful"}, heldout_share=0, seed=0)
    assert set(split.values()) == {"train"}


def test_it_names_people_without_saying_who_they_are() -> None:
    names = pseudonyms({"person-3", "person-1", "person-2"}, seed=0)
    assert sorted(names.values()) == ["annotator-1", "annotator-2", "annotator-3"]
    assert names == pseudonyms({"person-1", "person-2", "person-3"}, seed=0)
