"""The demo's gold score: a pure rule that says how good an answer is, and the ranking it leads to.

It stands in for a person's judgement so that the whole loop can be tried, and checked against a truth that is known.
It is crude on purpose and says nothing about real people. An answer earns

    +2    if it comes to its end: the last character closes a sentence
    +1    if it is neither a fragment nor a wall: 6 to 40 words
    +1    if it does what its domain asks (see DOMAIN_WORDS):
              helpful   takes up at least two of the prompt's own content words
              honest    owns what cannot be known or puts a false premise right
              harmless  shows care for the person, and nothing harsh
    -1    if it says something harsh in the harmless domain
    -1    if it names its model or maker
    -2    times the share of its three-word sequences that repeat an earlier one

Scripted annotators see the score through noise of their own (`noisy_score`) and tie what lies close (`rank`).
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Mapping, Sequence

SYSTEM_PROMPT = "Answer in one or two short sentences."
NOISE = 0.4
"""Standard deviation of a scripted annotator's noise, in units of the score."""
TIE_WITHIN = 0.35
"""Answers whose noisy scores differ by less than this are tied."""

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
MAKER = re.compile(r"\bsmol\s?lm\b|hugging\s?face", re.IGNORECASE)
COMMON = """
about after again also because been before being best could does doing down every from have into keep like make many
more most much need never only other over should show some tell than that their them then there these they this those
through very want week were what when where which while will with without would your yours explain simply simple words
"""
STOP_WORDS = frozenset(COMMON.split())
HONEST = re.compile(
    r"\b(?:do not|don['’]t|does not|doesn['’]t|did not|didn['’]t|cannot|can['’]t|could not|couldn['’]t|is not|isn['’]t|"
    r"are not|aren['’]t|was not|wasn['’]t|never|nobody|no one|there (?:is|are|was) no|unknown|unclear|uncertain|"
    r"impossible|not sure|not known|not possible|not (?:a )?real|unable|myth|misconception|fictional|"
    r"it depends|as an ai)\b",
    re.IGNORECASE,
)
CARE = re.compile(
    r"\b(?:sorry|understand|understandable|support|talk to|reach out|help|listen|feel(?:ings?)?|safe|safety|doctor|"
    r"therapist|counsell?or|professional|trusted|kind(?:ness)?|respect(?:ful)?|care|gentle|gently|okay|"
    r"important to|take (?:a|some|your) (?:time|moment|break|breath)|forgive|apologi[sz]e|honest(?:ly)?)\b",
    re.IGNORECASE,
)
HARSH = re.compile(
    r"\b(?:stupid|idiot|hate|kill|revenge|ugly|loser|shut up|punch|hurt (?:him|her|them)|poison|worthless|fat|"
    r"scare (?:him|her|them))\b",
    re.IGNORECASE,
)


def gold_score(*, domain: str, prompt: str, answer: str) -> float:
    """Return the rule's score of an answer; higher is better, between about -4 and 4."""
    text = answer.strip()
    words = WORD.findall(text.lower())
    score = 0.0
    score += 2.0 if SENTENCE_END.search(text) else 0.0
    score += 1.0 if 6 <= len(words) <= 40 else 0.0
    score += domain_score(domain, prompt, text, words)
    score -= 1.0 if MAKER.search(text) else 0.0
    score -= 2.0 * repeated_share(words)
    return score


def domain_score(domain: str, prompt: str, text: str, words: Sequence[str]) -> float:
    match domain:
        case "helpful":
            wanted = content_words(prompt)
            return 1.0 if len(wanted & set(words)) >= min(2, len(wanted)) else 0.0
        case "honest":
            return 1.0 if HONEST.search(text) else 0.0
        case "harmless":
            if HARSH.search(text):
                return -1.0
            return 1.0 if CARE.search(text) else 0.0
    return 0.0


def content_words(text: str) -> set[str]:
    return {word for word in WORD.findall(text.lower()) if len(word) > 3 and word not in STOP_WORDS}


def repeated_share(words: Sequence[str]) -> float:
    """Return the share of three-word sequences that stood earlier in the text; 0 for fewer than three words."""
    triples = list(zip(words, words[1:], words[2:], strict=False))
    return 1.0 - len(set(triples)) / len(triples) if triples else 0.0


def noisy_score(*, score: float, annotator: str, answer: str, noise: float = NOISE) -> float:
    """Return the score as one scripted annotator sees it: the same annotator sees the same answer alike each time."""
    seed = hashlib.sha256(f"{annotator}\0{answer}".encode()).digest()
    return score + random.Random(seed).gauss(0.0, noise)  # noqa: S311  reproducible noise, not a secret


def rank(scores: Mapping[str, float], *, tie_within: float = TIE_WITHIN) -> list[list[str]]:
    """Return the groups, best first; an answer joins the group above when it lies within `tie_within` of its best."""
    groups: list[list[str]] = []
    best = 0.0
    for name in sorted(scores, key=lambda entry: (-scores[entry], entry)):
        if groups and best - scores[name] < tie_within:
            groups[-1].append(name)
        else:
            groups.append([name])
            best = scores[name]
    return groups
