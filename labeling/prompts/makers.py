"""Find in an answer the words that tell which model wrote it, or who made that model. Pure.

What is looked for, so that a lead can see it:
1. NAMES: models and makers whose names mean nothing else, in any case of letters. LOOKS: those that are ordinary words or
   people's names too, only as they are usually written. What is found may still be about them, so it is a warning.
2. PHRASES: how models speak of where they come from, whatever the name.
3. The answer's own provenance: the name of the model that wrote it, as far as it is a name (see `own_names`).

Each pattern stands beside a plain text in small letters that is in whatever it finds: a pattern is tried only where that
text occurs, which keeps an import of hundreds of thousands of answers quick.
"""

from __future__ import annotations

import re
from functools import lru_cache

Sought = tuple[str, re.Pattern[str]]

NAMES = {
    "gpt": r"Chat ?GPT|GPT[- ]?[2-9]\w*(?:\.\d)?|GPT[- ]?(?:J|NeoX?)",
    "openai": "OpenAI",
    "anthropic": "Anthropic",
    "deepmind": "DeepMind",
    "google ai": "Google AI",
    "meta ai": "Meta AI",
    "llama": r"(?:Code)?Llama[- ]?[2-9](?:\.\d)?|CodeLlama",
    "mistral": "Mistral(?: ?AI)?",
    "mixtral": "Mixtral",
    "qw": r"Qwen[\d.]*|QwQ",
    "alibaba cloud": "Alibaba Cloud",
    "deepseek": "DeepSeek",
    "smol": r"Smol ?LM\d*",
    "hugging": "Hugging ?Face",
    "vicuna": "Vicuna",
    "wizardlm": "WizardLM",
    "assistant": "Open ?Assistant",
    "chatglm": r"ChatGLM\d*",
    "zhipu": "Zhipu ?AI",
    "internlm": r"InternLM\d*",
    "baichuan": r"Baichuan\d*",
    "ernie bot": "ERNIE Bot",
    "moonshot ai": "Moonshot AI",
    "stab": "Stability ?AI|StableLM",
    "eleutherai": "EleutherAI",
    "pythia-": r"Pythia-\d+\w*",
    "nemotron": "Nemotron",
    "gemma": r"Gemma[- ]?\d",
    " copilot": "(?:GitHub|Microsoft) Copilot",
}
LOOKS = {
    "claude": r"Claude(?: (?:Instant|Opus|Sonnet|Haiku)| [1-9](?:\.\d)?)?",
    "gemini": "Gemini(?: (?:Pro|Ultra|Flash|Nano))?",
    "bard": "Bard",
    "grok": r"Grok(?:-\d)?",
    "xai": "xAI",
    "cohere": "Cohere",
    "command r": r"Command R\b\+?",
    "falcon": r"Falcon[- ]\d+B",
    "phi-": r"Phi-[1-9](?:\.\d)?",
    "yi-": r"Yi-\d+B",
    "palm": "PaLM(?: ?2)?",
    "llama": "LLaMA",
    "lamda": "LaMDA",
    "olmo": r"OLMo ?\d*",
    "bing chat": "Bing Chat",
}
MADE = r"(?:made|trained|developed|created|built|designed)"
PHRASES = {
    "as a": rf"(?i:as an? (?:large |AI )*(?:language )?(?:model|assistant),? {MADE} by) [\w .]{{1,40}}",
    "i am a": rf"(?i:I am an? [\w -]{{0,40}}(?:model|assistant|AI),? {MADE} by) [\w .]{{1,40}}",
    "i'm a": rf"(?i:I'm an? [\w -]{{0,40}}(?:model|assistant|AI),? {MADE} by) [\w .]{{1,40}}",
    "i was ": rf"(?i:I was {MADE} by) [A-Z][\w.]{{1,40}}",
    "my ": r"(?i:my (?:creators|developers|makers) at) [A-Z][\w.]{1,40}",
}

PLAIN_WORDS = frozenset(
    {"model", "policy", "reward", "reference", "baseline", "base", "chat", "instruct", "assistant", "answer"}
    | {
        "sample",
        "human",
        "unknown",
        "imported",
        "artifacts",
        "checkpoint",
        "local",
        "adapter",
        "large",
        "small",
    }
)
SHORTEST_NAME = 4
LONGEST_SHOWN = 80


def whole(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", flags)


SOUGHT: tuple[Sought, ...] = (
    *((key, whole(pattern, re.IGNORECASE)) for key, pattern in NAMES.items()),
    *((key, whole(pattern)) for key, pattern in LOOKS.items()),
    *((key, whole(pattern)) for key, pattern in PHRASES.items()),
)


def maker_named(text: str, model: str = "") -> str:
    """Return the first words of an answer that give its model or maker away, or nothing."""
    small = text.lower()
    tried = (pattern.search(text) for key, pattern in (*SOUGHT, *own_sought(model)) if key in small)
    first = min((match for match in tried if match), key=lambda match: match.start(), default=None)
    return first[0].strip()[:LONGEST_SHOWN] if first else ""


@lru_cache(maxsize=256)
def own_sought(model: str) -> tuple[Sought, ...]:
    return tuple(sought_name(name) for name in own_names(model))


def own_names(model: str) -> list[str]:
    """Return the names in a model's source: its last part whole and, of one with a size or version, its first word.

    "meta-llama/Llama-3-8B-Instruct" gives "Llama-3-8B-Instruct" and "Llama"; a plain word such as "policy" gives nothing.
    """
    last = re.split(r"[/\\:]", model.strip().rstrip("/\\"))[-1]
    words = [word for word in re.split(r"[-_ .]", last) if word]
    names = [last, words[0] if len(words) > 1 and re.search(r"\d", last) else ""]
    return [name for name in names if len(name) >= SHORTEST_NAME and name.lower() not in PLAIN_WORDS]


def sought_name(name: str) -> Sought:
    """Match a name however its parts are joined: "smollm2-135m" finds "SmolLM2 135M"."""
    parts = [part for part in re.split(r"[-_ ]+", name) if part] or [name]
    return parts[0].lower(), whole("[-_ ]?".join(re.escape(part) for part in parts), re.IGNORECASE)
