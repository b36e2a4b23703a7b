"""How to score with a whole model's folder without Podium: the words and the code that go into its README."""

from __future__ import annotations

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
    """Return words and a block of Python that scores one answer as Podium does."""
    prompt = CHAT_PROMPT if has_chat_template else PLAIN_PROMPT
    if kind is Kind.ENCODER_DECODER:
        code = ENCODER_DECODER.format(question=QUESTION, prompt=prompt)
    else:
        # A chat template writes the special tokens itself: the tokenizer must not add its own.
        special = ", add_special_tokens=False" if has_chat_template else ""
        line = DECODER.format(special=special) if kind is Kind.DECODER else ENCODER
        code = f"{PIPELINE}\n{QUESTION}\n{prompt}\n{line}"
    return f"{WORDS[kind]}\n\n```python\n{code}\n```\n"
