"""Where a model comes from: a hub id, a folder, the bundled model, or one of our artifact folders. No torch here.

Our artifacts are PEFT adapter folders with a sidecar `podium.json` that keeps the name of the base as it was given,
so that `bundled:…` stays itself when a folder moves to another machine.

A classifier that was made elsewhere becomes a reward model by naming the label that is good, behind a question mark:
`facebook/roberta-hate-speech-dynabench-r4-target?label=nothate`, and `&read=probability` or `&text=conversation` where
the logit of that label and the answer alone are not what is wanted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from training.contract.setting import Settings
from training.models.bundled import PREFIX, bundled_file
from training.support.errors import TrainerError

CARD = "podium.json"
ADAPTER_CONFIG = "adapter_config.json"
ADAPTER_WEIGHTS = ("adapter_model.safetensors", "adapter_model.bin")
MODEL_SETTINGS = ("model", "policy", "reference")
READ = ("logit", "probability")
TEXT = ("answer", "conversation")


@dataclass(frozen=True)
class Reading:
    """Which output of a classifier is the score, and which text the classifier is given."""

    label: str
    """Empty where a model has one label, which is the score."""
    read: str = "logit"
    text: str = "answer"
    """answer: the answer alone, as classifiers of a text were trained. conversation: the prompt too."""


REWARD = Reading(label="", text="conversation")
"""How reward models are read: one label, its logit, the answer below its prompt."""


@dataclass(frozen=True)
class Source:
    """A model that can be loaded. `base` is set for adapters and ensembles of them, `card` holds an artifact's podium.json."""

    name: str
    kind: str
    folder: Path | None = None
    base: Source | None = None
    card: dict[str, Any] = field(default_factory=dict)
    reading: Reading = REWARD
    members: tuple[Source, ...] = ()
    """Of an ensemble: its reward models, adapters on one base."""

    @property
    def key(self) -> str:
        """Return what is equal for two sources exactly when their weights are the same."""
        return f"{self.kind}:{self.folder.resolve() if self.folder else self.name}"

    @property
    def root(self) -> Source:
        return self.base.root if self.base else self

    @property
    def chain(self) -> list[Source]:
        """Return the models it is made of: the one below all adapters first, itself last."""
        return [*(self.base.chain if self.base else []), self]

    @property
    def is_reward(self) -> bool:
        return self.card.get("type") == "reward"


def resolve_source(name: str, setting: str) -> Source:
    """Return the source a name stands for, or raise TrainerError naming the setting and the path."""
    if name.startswith(PREFIX):
        bundled_file(name, setting)
        return Source(name=name, kind="bundled")
    folder = Path(name).expanduser()
    if folder.is_dir():
        return resolve_folder(name, folder, setting)
    if looks_like_path(name):
        raise TrainerError(
            f"{setting}: there is no model folder at {folder.absolute()}.",
            "Choose a model that is there, or restore the folder.",
        )
    return Source(name=name, kind="hub")


def resolve_reward_source(name: str, setting: str) -> Source:
    """Return the source of a reward model, which may be a classifier with the label that is good behind a `?`."""
    place, asked, query = name.partition("?")
    if not asked:
        return resolve_source(name, setting)
    return replace(resolve_source(place, setting), reading=parse_reading(query, name, setting))


def parse_reading(query: str, name: str, setting: str) -> Reading:
    """Return what `label=nothate&read=logit&text=answer` asks for, or raise TrainerError saying what is wrong."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    wrong = [f"{key} is no part of it" for key in given if key not in {"label", "read", "text"}]
    wrong += [
        f"{key} must be one of {', '.join(known)}, not {given[key]!r}"
        for key, known in (("read", READ), ("text", TEXT))
        if key in given and given[key] not in known
    ]
    if not given.get("label"):
        wrong.append("the label that is good is missing")
    if wrong:
        raise TrainerError(
            f"{setting}: {name} cannot be read: {'; '.join(wrong)}.",
            "Write MODEL?label=NAME, and after it &read=probability or &text=conversation where that is meant.",
        )
    return Reading(**given)


def looks_like_path(name: str) -> bool:
    """Tell a path from a hub id, which is `name` or `owner/name`."""
    return name.startswith(("/", ".", "~")) or name.count("/") > 1


def resolve_folder(name: str, folder: Path, setting: str) -> Source:
    card = read_json(folder / CARD, setting) if (folder / CARD).exists() else {}
    if card.get("members"):
        members = tuple(resolve_folder(str(folder / one), folder / one, setting) for one in card["members"])
        return Source(
            name=name, kind="ensemble", folder=folder, base=members[0].base, card=card, members=members
        )
    if (folder / ADAPTER_CONFIG).exists():
        base_name = card.get("base") or read_json(folder / ADAPTER_CONFIG, setting).get(
            "base_model_name_or_path"
        )
        if not base_name:
            raise TrainerError(
                f"{setting}: the adapter in {folder} does not say which base model it belongs to.",
                f"Name it as base_model_name_or_path in {ADAPTER_CONFIG}.",
            )
        base = resolve_source(base_name, f"{setting} (base of {folder})")
        if not any((folder / name).exists() for name in ADAPTER_WEIGHTS):
            raise TrainerError(
                f"{setting}: the adapter in {folder} has no weights ({' or '.join(ADAPTER_WEIGHTS)}).",
                "Restore the file, or choose the folder of a run that completed.",
            )
        return Source(name=name, kind="adapter", folder=folder, base=base, card=card)
    if not (folder / "config.json").exists():
        raise TrainerError(
            f"{setting}: the folder {folder.absolute()} holds no model (neither config.json nor {ADAPTER_CONFIG}).",
            "Choose the folder that a training run wrote, or one saved with save_pretrained.",
        )
    return Source(name=name, kind="folder", folder=folder, card=card)


def read_json(path: Path, setting: str) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainerError(
            f"{setting}: {path} cannot be read ({error}).", "Restore the folder or choose another model."
        ) from error
    return value if isinstance(value, dict) else {}


def check_models(settings: Settings) -> None:
    """Resolve every model the settings name; the first that is not there raises TrainerError."""
    for name in MODEL_SETTINGS:
        if hasattr(settings, name):
            source = resolve_source(getattr(settings, name), f"settings.{name}")
            if source.is_reward:
                raise TrainerError(
                    f"settings.{name}: {source.name} is a reward model; it scores answers and cannot write any.",
                    "Choose a language model or a policy.",
                )
    for name, setting in named_reward_models(settings):
        resolve_reward_source(name, setting)


def named_reward_models(settings: Settings) -> list[tuple[str, str]]:
    """Return every reward model that the settings name, each with the setting that names it."""
    first = getattr(settings, "reward_model", None)
    more = getattr(settings, "more_reward_models", ())
    watched = getattr(settings, "watch_reward_model", "")
    named = [(first, "settings.reward_model")] if first is not None else []
    named += [(name, "settings.more_reward_models") for name in more]
    return [*named, *([(watched, "settings.watch_reward_model")] if watched else [])]
