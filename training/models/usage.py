"""How to score with a reward model's folder without Podium: the words and the code that go into its README."""

from __future__ import annotations

import json
from collections.abc import Sequence

from training.measures.card import BUNDLED_ON_THE_HUB, hub_id
from training.models.format import Kind

QUESTION = 'question, answer = "How do I boil an egg?", "Eight minutes in boiling water."'
CHAT_PROMPT = """turns = [{"role": "user", "content": question}]
prompt = tokenizer.apply_chat_template(turns, add_generation_prompt=True, tokenize=False)"""
PLAIN_PROMPT = 'prompt = f"User: {question}\\n\\nAssistant:"'
PIPELINE = """from transformers import pipeline

folder = "."  # this folder
score_text = pipeline("text-classification", model=folder, function_to_apply="none")
tokenizer = score_text.tokenizer
"""
DECODER = """score = score_text(prompt + answer + tokenizer.eos_token{special})[0]["score"]"""
ENCODER = """score = score_text([{"text": prompt, "text_pair": answer}])[0]["score"]"""
ADAPTER = """from peft import PeftModel
from transformers import AutoModelForSequenceClassification, AutoTokenizer

folder = "."  # this folder
tokenizer = AutoTokenizer.from_pretrained(folder)
base = AutoModelForSequenceClassification.from_pretrained({base}, num_labels=1)
base.config.pad_token_id = tokenizer.pad_token_id
model = PeftModel.from_pretrained(base, folder).eval()

{question}
{prompt}
ids = tokenizer({given}, return_tensors="pt")
score = float(model(**ids).logits[0, 0])"""
MERGING = "`python -m training merge THIS_FOLDER TARGET` of Podium writes a whole model, which needs no peft"
BUNDLED_NOTE = (
    " The base was the 4-bit build that ships with Podium; the weights on the hub are not quantised, so that scores "
    "differ a little there."
)
ENCODER_DECODER = """import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

folder = "."  # this folder
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForSequenceClassification.from_pretrained(folder).eval()

{question}
{prompt}
with torch.no_grad():
    read = tokenizer(prompt, return_tensors="pt")
    encoded = model.get_encoder()(**read)  # once for all answers of a prompt
    ids = tokenizer(answer + 2 * tokenizer.eos_token, add_special_tokens=False, return_tensors="pt").input_ids
    score = float(model(input_ids=ids, encoder_outputs=encoded, attention_mask=read.attention_mask).logits[0, 0])"""
WORDS = {
    Kind.DECODER: "The text is the conversation up to where the answer begins, the answer, and the end token; an answer that "
    "was cut before its end goes without the end token. The score is read at the text's last token.",
    Kind.ENCODER: "Prompt and answer are given as a pair of texts.",
    Kind.ENCODER_DECODER: "The encoder reads the prompt, the decoder the answer with its end token. transformers gives the "
    "decoder everything but the last token, which is therefore written twice. A text-classification pipeline gives encoder "
    "and decoder the same text, which is another score.",
}


def usage(kind: Kind, *, has_chat_template: bool) -> str:
    """Return words and a block of Python that scores one answer with a whole model as Podium does."""
    prompt = CHAT_PROMPT if has_chat_template else PLAIN_PROMPT
    if kind is Kind.ENCODER_DECODER:
        code = ENCODER_DECODER.format(question=QUESTION, prompt=prompt)
    else:
        line = DECODER.format(special=special_tokens(has_chat_template)) if kind is Kind.DECODER else ENCODER
        code = f"{PIPELINE}\n{QUESTION}\n{prompt}\n{line}"
    return f"{WORDS[kind]}\n\n```python\n{code}\n```\n"


def adapter_usage(base: str, kind: Kind, *, has_chat_template: bool) -> str:
    """Return the same for an adapter: code where a few lines give the very score, else how to make a whole model."""
    if kind is Kind.ENCODER_DECODER:
        return f"{MERGING}; its README has the code."
    given = "prompt, answer"
    if kind is Kind.DECODER:
        given = f"prompt + answer + tokenizer.eos_token{special_tokens(has_chat_template)}"
    code = ADAPTER.format(
        base=json.dumps(hub_id(base) or base),
        question=QUESTION,
        prompt=CHAT_PROMPT if has_chat_template else PLAIN_PROMPT,
        given=given,
    )
    return f"```python\n{code}\n```\n\n{MERGING}.{BUNDLED_NOTE if base in BUNDLED_ON_THE_HUB else ''}"


def ensemble_usage(members: Sequence[str]) -> str:
    """Return where an ensemble's members are; together only Podium runs them."""
    return (
        f"An ensemble: {', '.join(f'`{name}/`' for name in members)} are adapters on one base that learned apart, each with a "
        "README that loads it. The figures above are those of their mean score. Podium scores with all of them in one pass, "
        "as their mean, their minimum, or their mean less a penalty for disagreement."
    )


def special_tokens(has_chat_template: bool) -> str:
    """Return what the tokenizer is told: a chat template writes the special tokens itself, and no others may be added."""
    return ", add_special_tokens=False" if has_chat_template else ""
