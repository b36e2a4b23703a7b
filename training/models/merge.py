"""Whole models from adapters: `python -m training merge FOLDER TARGET` writes what loads with transformers alone."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from transformers import PreTrainedTokenizerBase

from training.contract.rundir import write_json
from training.models.format import Kind
from training.models.policy import load_causal
from training.models.reward import RewardModel, load_reward_model
from training.models.source import CARD, Source, resolve_source
from training.models.tokenizer import load_tokenizer, spare_pad
from training.models.usage import usage
from training.support.device import Device
from training.support.errors import TrainerError

PAD = "<|pad|>"
LOADING = "## How to load it"
KEPT = ("measures.json",)


def merge_folder(folder: Path, target: Path) -> None:
    """Write the model of a run's artifact folder whole, in float32; the target appears complete or not at all.

    Raises TrainerError when there is no such folder, or something is in the way.
    """
    if target.exists():
        raise TrainerError(f"{target} is already there.", "Choose a folder that is not there yet.")
    source = resolve_source(str(folder), "FOLDER")
    if source.base is None:
        raise TrainerError(f"{folder} is a whole model already.", "Copy the folder.")
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    device = Device(place=torch.device("cpu"), dtype=torch.float32, name="CPU")
    if source.is_reward:
        save_classifier(load_reward_model(source, device, longest=1), partial)
    else:
        load_causal(source, device).save_pretrained(partial)
        load_tokenizer(source).save_pretrained(partial)
    for name in KEPT:
        if (folder / name).exists():
            shutil.copyfile(folder / name, partial / name)
    card = {name: value for name, value in source.card.items() if name != "base_fingerprint"}
    write_json(partial / CARD, card)
    partial.rename(target)


def save_classifier(reward: RewardModel, folder: Path) -> None:
    """Write a reward model whole: weights with the head, a tokenizer that pads harmlessly, and a README that scores."""
    model = reward.model.merge_and_unload() if isinstance(reward.model, PeftModel) else reward.model
    tokenizer = copy.deepcopy(reward.tokenizer)
    if reward.format.kind is Kind.DECODER:
        pad_harmlessly(model, tokenizer)
    model.config.id2label, model.config.label2id = {0: "reward"}, {"reward": 0}
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    text = usage(reward.format.kind, has_chat_template=bool(tokenizer.chat_template))
    (folder / "README.md").write_text(readme(reward.source, text), encoding="utf-8")


def pad_harmlessly(model: Any, tokenizer: PreTrainedTokenizerBase) -> None:
    """Make padding a token that never ends an answer: the score is read at the last token that is no padding."""
    tokenizer.padding_side = "right"
    pad = spare_pad(tokenizer)
    if pad is None:
        tokenizer.add_special_tokens({"pad_token": PAD})
        if len(tokenizer) > model.get_input_embeddings().num_embeddings:
            model.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    else:
        tokenizer.pad_token = pad
    model.config.pad_token_id = tokenizer.pad_token_id


def readme(source: Source, loading: str) -> str:
    """Return the adapter's card with what is true of the whole model, or a short one where there is none."""
    card = source.folder / "README.md" if source.folder else None
    text = card.read_text(encoding="utf-8") if card and card.exists() else "# Reward model\n\n"
    about = text.partition(LOADING)[0].replace("library_name: peft", "library_name: transformers")
    return f"{about}{LOADING}\n\n{loading}"
