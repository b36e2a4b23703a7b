"""Whole models from adapters: `python -m training merge FOLDER TARGET` writes what loads with transformers alone."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import torch
from peft import PeftModel

from training.contract.rundir import write_json
from training.measures.card import LOADING
from training.models.loading import load_language_model
from training.models.reward import load_reward_model, save_whole
from training.models.reward_model import RewardModel
from training.models.source import CARD, Source, resolve_source
from training.models.tokenizer import load_tokenizer
from training.models.usage import usage
from training.support.device import Device
from training.support.errors import TrainerError
from training.support.start import load_quietly

KEPT = ("measures.json",)


def merge_folder(folder: Path, target: Path) -> None:
    """Write the model of a run's artifact folder whole, in float32; the target appears complete or not at all.

    Raises TrainerError when there is no such folder, or something is in the way.
    """
    if target.exists():
        raise TrainerError(f"{target} is already there.", "Choose a folder that is not there yet.")
    source = resolve_source(str(folder), "FOLDER")
    if source.members:
        raise TrainerError(
            f"{folder} is an ensemble of {len(source.members)} reward models.",
            f"Merge one of them, as {source.members[0].name}.",
        )
    if source.base is None:
        raise TrainerError(f"{folder} is a whole model already.", "Copy the folder.")
    load_quietly()
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    device = Device(place=torch.device("cpu"), dtype=torch.float32, name="CPU")
    if source.is_reward:
        save_classifier(load_reward_model(source, device, longest=1), partial)
    else:
        load_language_model(source, device).save_pretrained(partial)
        load_tokenizer(source).save_pretrained(partial)
    for name in KEPT:
        if (folder / name).exists():
            shutil.copyfile(folder / name, partial / name)
    card = {name: value for name, value in source.card.items() if name != "base_digest"}
    write_json(partial / CARD, card)
    partial.rename(target)


def save_classifier(reward: RewardModel, folder: Path) -> None:
    """Write a reward model whole: weights with the head, a tokenizer that pads harmlessly, and a README that scores."""
    model = reward.model.merge_and_unload() if isinstance(reward.model, PeftModel) else reward.model
    tokenizer = copy.deepcopy(reward.tokenizer)
    save_whole(model, tokenizer, reward.format.kind, folder)
    tokenizer.save_pretrained(folder)
    text = usage(reward.format.kind, has_chat_template=bool(tokenizer.chat_template))
    (folder / "README.md").write_text(readme(reward.source, text), encoding="utf-8")


def readme(source: Source, loading: str) -> str:
    """Return the adapter's card with what is true of the whole model, or a short one where there is none."""
    card = source.folder / "README.md" if source.folder else None
    text = card.read_text(encoding="utf-8") if card and card.exists() else "# Reward model\n\n"
    about = text.partition(LOADING)[0].replace("library_name: peft", "library_name: transformers")
    return f"{about}{LOADING}\n\n{loading}"
