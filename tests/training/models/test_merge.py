"""What a run writes is an ordinary folder: scores by transformers and peft alone, in a process without the trainer."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from tests.tiny import asked
from tests.training.models.scorers import LONGEST, code_of, made, scores_outside
from training.__main__ import main
from training.models.merge import merge_folder
from training.models.reward import load_reward_model, new_reward_model, save_reward_model
from training.models.reward_model import RewardModel
from training.models.source import resolve_source
from training.models.usage import usage
from training.support.device import Device
from training.support.errors import TrainerError

QUESTION, ANSWER = "Say 1! And say it <b>well</b>.", "**. Yes?"
KINDS = ("llama", "gpt2", "t5", "bart", "bert", "roberta")
WITH_PEFT = """
from peft import PeftModel
from transformers import AutoModelForSequenceClassification, AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained(".")
base = AutoModelForSequenceClassification.from_pretrained(
    {base!r}, num_labels=1, ignore_mismatched_sizes=True  # One of the bases is a classifier of two labels.
)
model = PeftModel.from_pretrained(base, ".").eval()
score = float(model(**tokenizer({prompt!r}, {answer!r}, return_tensors="pt")).logits[0, 0])
"""


def score_of(folder: Path, cpu: Device) -> float:
    """Score by the trainer, from the folder."""
    reward = load_reward_model(resolve_source(str(folder), "reward_model"), cpu, longest=LONGEST)
    return score_by(reward)


def score_by(reward: RewardModel) -> float:
    group, _ = reward.encode(asked(QUESTION), [ANSWER], [True], LONGEST)
    with torch.no_grad():
        return float(reward.scores([group]))


def test_it_scores_alike_without_the_trainer(
    request: pytest.FixtureRequest, reward_folder: Path, tmp_path: Path, cpu: Device
) -> None:
    ours: dict[str, float] = {}
    snippets: dict[str, tuple[Path, str]] = {}
    for kind in KINDS:
        base, adapter, merged = (
            request.getfixturevalue(kind),
            tmp_path / f"{kind}-adapter",
            tmp_path / f"{kind}-merged",
        )
        reward = made(base, cpu)
        ours[f"{kind} merged"] = score_by(reward)
        save_reward_model(reward, adapter, {})
        merge_folder(adapter, merged)
        assert score_of(adapter, cpu) == pytest.approx(ours[f"{kind} merged"], abs=1e-5)
        assert score_of(merged, cpu) == pytest.approx(ours[f"{kind} merged"], abs=1e-4)
        snippets[f"{kind} merged"] = (merged, code_of(merged / "README.md", QUESTION, ANSWER))
    for kind in ("bert", "roberta"):
        code = WITH_PEFT.format(
            base=request.getfixturevalue(kind), prompt=f"User: {QUESTION}\n\nAssistant:", answer=ANSWER
        )
        ours[f"{kind} adapter"] = ours[f"{kind} merged"]
        snippets[f"{kind} adapter"] = (tmp_path / f"{kind}-adapter", code)
    whole = new_reward_model(resolve_source(request.getfixturevalue("gpt2"), "m"), cpu, None, longest=LONGEST)
    torch.nn.init.normal_(whole.head.weight)
    save_reward_model(whole, tmp_path / "whole", {})
    (tmp_path / "whole" / "README.md").write_text(usage(whole.format.kind, has_chat_template=False))
    ours["every weight"] = score_by(whole)
    snippets["every weight"] = (
        tmp_path / "whole",
        code_of(tmp_path / "whole" / "README.md", QUESTION, ANSWER),
    )
    ours["trained adapter"] = score_of(reward_folder, cpu)
    snippets["trained adapter"] = (reward_folder, code_of(reward_folder / "README.md", QUESTION, ANSWER))

    assert scores_outside(snippets) == pytest.approx(ours, abs=1e-4)
    assert max(ours.values()) - min(ours.values()) > 0.1


def test_it_pads_a_whole_model_with_what_never_ends_an_answer(gpt2: str, tmp_path: Path, cpu: Device) -> None:
    save_reward_model(made(gpt2, cpu), tmp_path / "adapter", {})
    merge_folder(tmp_path / "adapter", tmp_path / "merged")
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "merged")
    assert tokenizer.pad_token_id not in {None, tokenizer.eos_token_id}
    assert AutoTokenizer.from_pretrained(tmp_path / "adapter").pad_token is None


def test_it_merges_a_policy_that_then_writes_alike(policy_folder: Path, tmp_path: Path, cpu: Device) -> None:
    assert main(["merge", str(policy_folder), str(tmp_path / "whole")]) == 0
    whole = AutoModelForCausalLM.from_pretrained(tmp_path / "whole")
    source = resolve_source(str(tmp_path / "whole"), "policy")
    assert source.base is None
    assert source.card["type"] == "policy"
    assert not any("lora" in name for name in whole.state_dict())


def test_it_never_writes_over_a_folder(reward_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match="is already there"):
        merge_folder(reward_folder, tmp_path)
    assert main(["merge", str(tmp_path / "gone"), str(tmp_path / "new")]) == 1
    assert not (tmp_path / "new").exists()


def test_it_says_that_a_whole_model_needs_no_merging(llama: str, tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match="is a whole model already"):
        merge_folder(Path(llama), tmp_path / "new")
