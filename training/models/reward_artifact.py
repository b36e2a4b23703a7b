"""What a reward run leaves behind: the model or the members of an ensemble, each with its card, and every measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from training.contract.rundir import write_json
from training.data.rankings import PromptGroup
from training.measures.card import CardFacts, model_card
from training.measures.report import measure_report
from training.measures.scored import ScoredPrompt
from training.measures.uncertainty import Measure
from training.models.learner import Learner, Trained
from training.models.reward import save_reward_model
from training.models.source import CARD
from training.models.usage import adapter_usage, ensemble_usage, usage
from training.support.run import Run

MEASURES = "measures.json"


def save_artifact(
    run: Run,
    learner: Learner,
    members: Sequence[Trained],
    train: Sequence[PromptGroup],
    judged: Sequence[ScoredPrompt],
    measured: dict[str, Measure],
    standardisation: dict[str, Any],
) -> None:
    """Write the model with its card, and every measure of it. An ensemble is a folder with a folder for each member."""
    recorder = run.recorder
    recorder.stage("save", "Saving the reward model")
    target = run.artifact_path("reward_model")
    facts = card_facts(run, learner, train, standardisation)
    about = {"max_tokens": facts.max_tokens, "run_id": run.spec.run_id, "lineage": facts.lineage}
    if len(members) == 1:
        save_member(learner, members[0], target, {"measures": measured, **about})
    else:
        names = [f"member-{number}" for number in range(1, len(members) + 1)]
        for name, member in zip(names, members, strict=True):
            alone = [replace(one, scores=said) for one, said in zip(judged, member.heldout, strict=True)]
            save_member(learner, member, target / name, about)
            own = replace(facts, name=f"{facts.name}, {name}", standardisation=member.standardisation)
            write_measures(learner, own, alone, target / name)
        facts = replace(facts, members=names, loading=ensemble_usage(names))
        whole = {"type": "reward", "base": facts.base, "members": names, "measures": measured}
        write_json(target / CARD, {**whole, "standardisation": standardisation, **about})
    report = write_measures(learner, facts, judged, target)
    recorder.artifact(name="reward_model", type="reward", path=run.relative(target))
    if report:
        recorder.artifact(name="measures", type="measures", path=run.relative(target / MEASURES))
        recorder.measures(members[-1].step, report)


def save_member(learner: Learner, member: Trained, folder: Path, card: dict[str, Any]) -> None:
    learner.put_back(member.weights)
    own = {"standardisation": member.standardisation, "tie_prevalence": learner.objective.prevalence()}
    save_reward_model(learner.reward, folder, {**own, **card})


def write_measures(
    learner: Learner, facts: CardFacts, judged: Sequence[ScoredPrompt], folder: Path
) -> dict[str, Any] | None:
    """Write what was measured, as JSON and in the card's words, and return it; None when nothing was held out."""
    settings = learner.objective.settings
    report = measure_report(judged, settings.seed, chose_weights=settings.patience > 0)
    (folder / "README.md").write_text(model_card(facts, report), encoding="utf-8")
    if report:
        write_json(folder / MEASURES, report)
    return report


def card_facts(
    run: Run, learner: Learner, train: Sequence[PromptGroup], standardisation: dict[str, Any]
) -> CardFacts:
    settings, kind = learner.objective.settings, learner.reward.format.kind
    has_template = bool(learner.reward.tokenizer.chat_template)
    whole = settings.tuning == "full"
    return CardFacts(
        name=run.spec.name,
        base=settings.model,
        lineage=run.spec.lineage,
        prompts=len(train),
        rankings=sum(len(group.rankings) for group in train),
        max_tokens=settings.max_tokens,
        standardisation=standardisation,
        library="transformers" if whole else "peft",
        loading=usage(kind, has_chat_template=has_template)
        if whole
        else adapter_usage(settings.model, kind, has_chat_template=has_template),
    )
