"""What a reward run leaves behind: the model or the members of an ensemble, each with its card, and every measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from training.contract.rundir import write_json
from training.contract.settings import RewardSettings
from training.data.rankings import PromptGroup
from training.measures.card import CardFacts, model_card
from training.measures.report import measure_report
from training.measures.scored import ScoredPrompt
from training.measures.uncertainty import Measure
from training.models.learner import Learner, Trained
from training.models.reward import save_reward_model
from training.models.source import CARD
from training.models.usage import usage
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
    settings, recorder = learner.objective.settings, run.recorder
    recorder.stage("save", "Saving the reward model")
    report = measure_report(judged, settings.seed, chose_weights=settings.patience > 0)
    target = run.artifact_path("reward_model")
    facts = card_facts(run, settings, learner, train, standardisation)
    about = {"max_tokens": settings.max_tokens, "run_id": run.spec.run_id, "lineage": run.spec.lineage}
    if len(members) == 1:
        save_member(learner, members[0], target, {**about, "measures": measured})
    else:
        names = [f"member-{number}" for number in range(1, len(members) + 1)]
        for name, member in zip(names, members, strict=True):
            save_member(learner, member, target / name, about)
            own = replace(facts, name=f"{facts.name}, {name}", standardisation=member.standardisation)
            (target / name / "README.md").write_text(model_card(own, None), encoding="utf-8")
        facts = replace(facts, members=names)
        whole = {"standardisation": standardisation, "measures": measured, "members": names}
        write_json(target / CARD, {"type": "reward", "base": learner.reward.source.name, **about, **whole})
    (target / "README.md").write_text(model_card(facts, report), encoding="utf-8")
    recorder.artifact(name="reward_model", type="reward", path=run.relative(target))
    if report:
        write_json(target / MEASURES, report)
        recorder.artifact(name="measures", type="measures", path=run.relative(target / MEASURES))
        recorder.measures(members[-1].step, report)


def save_member(learner: Learner, member: Trained, folder: Path, about: dict[str, Any]) -> None:
    learner.put_back(member.weights)
    card = {
        "standardisation": member.standardisation,
        "tie_prevalence": learner.objective.prevalence(),
        **about,
    }
    save_reward_model(learner.reward, folder, card)


def card_facts(
    run: Run,
    settings: RewardSettings,
    learner: Learner,
    train: Sequence[PromptGroup],
    standardisation: dict[str, Any],
) -> CardFacts:
    reward = learner.reward
    has_template = bool(reward.tokenizer.chat_template)
    return CardFacts(
        name=run.spec.name,
        base=settings.model,
        lineage=run.spec.lineage,
        prompts=len(train),
        rankings=sum(len(group.rankings) for group in train),
        max_tokens=settings.max_tokens,
        standardisation=standardisation,
        kind=reward.format.kind,
        has_chat_template=has_template,
        usage=usage(reward.format.kind, has_chat_template=has_template) if settings.tuning == "full" else "",
    )
