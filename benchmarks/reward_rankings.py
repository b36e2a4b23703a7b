"""Rankings made by a rule that a reward model can learn: the more of an answer is courteous, the better."""

from __future__ import annotations

from random import Random

from training.contract.rows import Message, RankingRow

PLAIN = [
    "the",
    "water",
    "river",
    "stone",
    "takes",
    "under",
    "house",
    "wind",
    "cold",
    "morning",
    "field",
    "small",
    "turn",
    "light",
    "road",
    "near",
    "stands",
    "open",
    "paper",
    "table",
    "green",
    "long",
    "walk",
    "over",
    "seven",
    "bread",
    "winter",
    "voice",
    "white",
    "number",
    "carry",
    "silver",
    "summer",
    "window",
    "early",
    "garden",
]
COURTEOUS = [
    "please",
    "thank",
    "glad",
    "welcome",
    "kindly",
    "happy",
    "gladly",
    "sorry",
    "pleasure",
    "grateful",
]
NOISE = 0.08
"""Standard deviation of what is added to the share of courteous words before an annotator ranks by it."""


def made_rankings(
    train: int, heldout: int, *, k: int, prompt_tokens: int, answer_tokens: int
) -> list[RankingRow]:
    """Return so many rankings, one a prompt; a word is about a token, and lengths vary by a fifth."""
    chance = Random(k)  # noqa: S311  repeatable on purpose
    return [
        made_ranking(
            number, "train" if number < train else "heldout", k, prompt_tokens, answer_tokens, chance
        )
        for number in range(train + heldout)
    ]


def made_ranking(
    number: int, split: str, k: int, prompt_tokens: int, answer_tokens: int, chance: Random
) -> RankingRow:
    prompt = " ".join(chance.choices(PLAIN, k=around(prompt_tokens, chance)))
    answers, worth = [], {}
    for place in range(k):
        share = chance.uniform(0, 0.6)
        words = [
            chance.choice(COURTEOUS if chance.random() < share else PLAIN)
            for _ in range(around(answer_tokens, chance))
        ]
        name = f"{number}-{place}"
        answers.append({"id": name, "text": " ".join(words), "model": "", "sampling": {}})
        worth[name] = share + chance.gauss(0, NOISE)
    return RankingRow(
        ranking_id=f"r{number}",
        prompt_id=f"p{number}",
        messages=(Message("user", prompt),),
        completions=answers,
        groups=[[name] for name in sorted(worth, key=lambda name: -worth[name])],
        annotator="a",
        domain="helpful",
        split=split,
    )


def around(tokens: int, chance: Random) -> int:
    return round(tokens * chance.uniform(0.8, 1.2))
