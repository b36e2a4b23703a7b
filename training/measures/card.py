"""The model card of a reward model: README.md beside its weights, in the form that model hubs read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.measures.uncertainty import Measure

BUNDLED_ON_THE_HUB = {"bundled:smollm2-135m-instruct": "HuggingFaceTB/SmolLM2-135M-Instruct"}


LOADING = "## How to load it"
"""The heading of the last section: of a whole model made from an adapter only this part is another."""


@dataclass(frozen=True)
class CardFacts:
    """What the card says beside the measures."""

    name: str
    base: str
    """As the run's settings name it: a hub id, a folder, or bundled:…."""
    lineage: Mapping[str, Any]
    prompts: int
    rankings: int
    max_tokens: int
    standardisation: Mapping[str, Any]
    loading: str
    """Words and code that give the very scores that were measured."""
    library: str = "peft"
    """What loads it: peft, or transformers for a whole model."""
    members: Sequence[str] = ()
    """The folders of an ensemble's members."""


def model_card(facts: CardFacts, report: Mapping[str, Any] | None) -> str:
    """Return the card; `report` is the document of `measure_report`, None when nothing was held out."""
    what = (
        "Scores an answer to a prompt with one number: the higher, the more the people it learned from prefer it. "
        f"Trained by Podium from `{facts.base}`."
    )
    good = measured(report) if report else "Nothing was held out, so nothing was measured."
    parts = [
        front_matter(facts, report),
        f"# {facts.name or 'Reward model'}",
        what,
        f"## What it learned from\n\n{trained_on(facts)}",
        f"## How good it is\n\n{good}",
        f"## What a score means\n\n{scale_words(facts, report)}",
        f"## Limits\n\n{LIMITS}",
        f"{LOADING}\n\n{facts.loading.strip()}",
    ]
    return "\n\n".join(parts) + "\n"


def front_matter(facts: CardFacts, report: Mapping[str, Any] | None) -> str:
    """Return the YAML block; every value is written as JSON, which YAML reads."""
    lines = [
        "---",
        f"library_name: {facts.library}",
        "pipeline_tag: text-classification",
        "tags:",
        "- reward-model",
        "- podium",
    ]
    base = hub_id(facts.base)
    if base:
        lines.append(f"base_model: {json.dumps(base)}")
    if report:
        lines += [
            "model-index:",
            f"- name: {json.dumps(facts.name or 'Reward model')}",
            "  results:",
            "  - task: {type: text-classification, name: Preference}",
            f"    dataset: {{type: podium, name: {json.dumps(dataset_name(facts.lineage))}, split: heldout}}",
            f"    metrics: [{{type: accuracy, name: Pair accuracy, value: {report['accuracy']['value']}}}]",
        ]
    return "\n".join([*lines, "---"])


def hub_id(base: str) -> str:
    """Return the base's hub id, "" where it is a folder of some machine."""
    known = BUNDLED_ON_THE_HUB.get(base, base)
    return "" if known.startswith(("/", ".", "~")) or known.count("/") != 1 else known


def dataset_name(lineage: Mapping[str, Any]) -> str:
    dataset = lineage.get("dataset")
    return f"{dataset['name']}, version {dataset['version']}" if dataset else "rankings"


def trained_on(facts: CardFacts) -> str:
    dataset = facts.lineage.get("dataset") or {}
    sha = f" (sha256 `{dataset['sha256']}`)" if dataset else ""
    return (
        f"{facts.rankings:,} rankings of answers to {facts.prompts:,} prompts: the training side of the dataset "
        f"“{dataset_name(facts.lineage)}”{sha}, split by prompt. A prompt with its answer has at most "
        f"{facts.max_tokens:,} tokens; of a longer one the beginning of the prompt is cut."
    )


def measured(report: Mapping[str, Any]) -> str:
    counts, fit = report["counts"], report["calibration"]
    by = f" by {counts['annotators']:,} annotators" if counts["annotators"] else ""
    intro = (
        f"On {counts['prompts']:,} prompts that training never saw: {counts['rankings']:,} rankings{by}, "
        f"{counts['votes']:,} pairs that one person decided. Intervals are 95 % bootstrap intervals over prompts. "
        "`measures.json` holds these figures and more."
    )
    if report["chose_weights"]:
        intro += " " + CHOSEN
    rows = [
        ("Pairs ordered as people did (half is chance)", report["accuracy"]),
        (f"Best answer found (chance {chance(report['top_1_by_chance'])})", report["top_1"]),
        ("Kendall's tau-b with a ranking", report["tau_b"]),
        ("Calibration error (ECE)", fit["ece"]),
        ("Temperature that fits the held-out votes", fit["temperature"]),
        (
            "Correlation with length among the answers of a prompt (Spearman)",
            report["length"]["within_prompt"]["spearman"],
        ),
    ]
    ceiling = report["ceiling"]
    if ceiling:
        rows[1:1] = [
            ("On pairs that two people judged: the model with one of them", ceiling["model"]),
            ("On the same pairs: one person with another", ceiling["people"]),
        ]
    return "\n\n".join(
        [
            intro,
            table(("Measure", "Value", "95 % interval", "n"), [measure_row(*row) for row in rows]),
            slices(report),
        ]
    )


def slices(report: Mapping[str, Any]) -> str:
    rows = [
        (row["by"].replace("_", " "), row["name"] or "none", *measure_row("", row["accuracy"])[1:])
        for row in report["slices"]
    ]
    return "Pair accuracy by slice:\n\n" + table(("By", "Slice", "Value", "95 % interval", "n"), rows)


def measure_row(name: str, measure: Measure) -> tuple[str, str, str, str]:
    low, high = measure["low"], measure["high"]
    interval = "not measured" if low is None else f"{low:.3f} to {'∞' if high is None else f'{high:.3f}'}"
    value = "not measured" if measure["value"] is None else f"{measure['value']:.3f}"
    return name, value, interval, f"{measure['n']:,}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def chance(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.2f}"


def scale_words(facts: CardFacts, report: Mapping[str, Any] | None) -> str:
    standardisation = facts.standardisation
    given = {
        "heldout": "answers to the held-out prompts, which training never saw",
        "train": "answers it was trained on, for want of enough held-out ones: their deviation is too large",
    }[standardisation["answers"]]
    use = "PPO uses (score - mean) / deviation"
    if facts.members:
        use = "PPO and `score` combine the members' scores, each in its own mean and deviation"
    words = (
        "Only differences between answers to one prompt were learned; the zero is arbitrary. On its reference answers "
        f"({standardisation['n']:,} {given}) the scores have mean {standardisation['mean']:.4f} and standard deviation "
        f"{standardisation['std']:.4f}; `podium.json` keeps both as `standardisation`, and {use}."
    )
    fit = report["calibration"]["temperature"]["value"] if report else None
    if fit is None:
        return words
    return words + (
        f" The probability that people prefer an answer scored d higher is about 1 / (1 + exp(-d / {fit:.2f}))."
    )


CHOSEN = (
    "The loss on these prompts also chose which step's weights are kept, so the figures flatter the model a little: "
    "measure it on other rankings before you quote them."
)
LIMITS = (
    "It knows what these people preferred among these answers, to these prompts, under the guidelines they had. It was "
    "not measured on other prompts, languages or models; a policy that is trained against it will find answers that it "
    "scores too high. Look at the slices with few prompts with doubt: their intervals are too narrow. It is no measure "
    "of truth or harm, and its scores are no grounds to judge a person."
)
