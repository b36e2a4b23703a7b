"""The whole loop, as its people would do it: every stage is a call of the site's own API.

import → sample → rank → freeze → reward → ppo → evaluate
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from labeling.demo.annotators import rank_all
from labeling.demo.client import SiteClient
from labeling.demo.content import DOMAINS, GUIDELINES, MODEL, SCRIPTED_DESCRIPTION, demo_prompts
from labeling.demo.gold import gold_measure_add
from labeling.demo.people import SCRIPTED
from labeling.evaluations.models import Evaluation
from labeling.problems import Problem
from labeling.projects.models import Project

POLL_SECONDS = 1.0
OVERLAP = len(SCRIPTED)
LENGTH = {"temperature": 0.8, "max_new_tokens": 40}
SAMPLE = {"k": 4, "top_p": 0.95, "batch_size": 32, **LENGTH}
# An adapter in the upper half of the layers alone: no gradient has to go below it. The reward model took a quarter less
# time, and its held-out accuracy was the same within 0.02 on the three frozen datasets tried.
UPPER_HALF = 15
REWARD = {"epochs": 3, "learning_rate": 3e-4, "prompts_per_step": 4, "lora_layers": UPPER_HALF}
# Left to itself PPO soon finds that a very short answer always comes to its end: the reward goes on rising while the
# gold score falls. The shortest length, the KL penalty and few steps keep it where both rise.
PPO = {
    "steps": 6,
    "prompts_per_step": 16,
    "samples_per_prompt": 2,
    "learning_rate": 3e-4,
    "lora_layers": UPPER_HALF,
    "kl_coefficient": 0.15,
    "min_new_tokens": 8,
    "evaluate_every": 3,
    "checkpoint_every": 2,
    **LENGTH,
}
EVALUATE = {"samples_per_prompt": 2, **LENGTH}


class Report(Protocol):
    """Where the loop tells how far it is."""

    def begin(self, name: str, what: str) -> None: ...
    def advance(self, done: float, total: float | None, what: str) -> None: ...
    def finish(self, line: str) -> None: ...


@dataclass
class Loop:
    """The state that goes from stage to stage, and the seconds each took."""

    site: SiteClient
    address: str
    seed: int
    report: Report
    project: str = ""
    dataset: dict[str, Any] = field(default_factory=dict)
    reward: dict[str, Any] = field(default_factory=dict)
    ppo: dict[str, Any] = field(default_factory=dict)
    evaluation: dict[str, Any] = field(default_factory=dict)
    progress: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        for name, stage in STAGES:
            began = time.monotonic()
            line = stage(self)
            self.seconds[name] = round(time.monotonic() - began, 1)
            self.report.finish(f"{line} · {self.seconds[name]:.0f} s")


def import_prompts(loop: Loop) -> str:
    """a. A project with our prompts, uploaded as a file."""
    loop.report.begin("import", "Importing the prompts")
    name = free_name(f"The loop, seed {loop.seed}")
    made = loop.site.post(
        "/projects",
        {
            "name": name,
            "description": SCRIPTED_DESCRIPTION,
            "domains": DOMAINS,
            "guidelines": GUIDELINES,
            "k": SAMPLE["k"],
            "overlap": OVERLAP,
        },
    )
    loop.project = made["id"]
    # That a rule and not people ranked here is shown on every page of the project.
    Project.objects.filter(id=loop.project).update(is_demo=True)
    rows = "".join(json.dumps(row) + "\n" for row in demo_prompts())
    taken = loop.site.upload(f"/projects/{loop.project}/imports", name="prompts.jsonl", content=rows.encode())
    return f"{taken['prompts']} prompts in {len(DOMAINS)} domains"


def free_name(wanted: str) -> str:
    taken = set(Project.objects.filter(name__startswith=wanted).values_list("name", flat=True))
    names = [wanted, *(f"{wanted} ({number})" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def sample_answers(loop: Loop) -> str:
    """b. The model answers each prompt K times."""
    loop.report.begin("sample", "The model answers every prompt four times")
    run_and_wait(loop, "sample", "Sample answers", {"model": MODEL, **SAMPLE})
    loop.counts = loop.site.get(f"/projects/{loop.project}")["counts"]
    return f"{loop.counts['completions']} answers by SmolLM2-135M-Instruct"


def rank_answers(loop: Loop) -> str:
    """c. The scripted annotators rank over HTTP, three for every task."""
    loop.report.begin("rank", f"{OVERLAP} scripted annotators rank")
    for person in SCRIPTED:
        loop.site.post(
            f"/projects/{loop.project}/members",
            {"email": person.email, "role": person.role},
        )
    total = loop.counts["tasks"] * OVERLAP
    done = 0

    def on_ranking() -> None:
        nonlocal done
        done += 1
        loop.report.advance(done, total, "Scripted annotators rank")

    count = rank_all(loop.address, loop.project, on_ranking=on_ranking)
    progress = loop.site.get(f"/projects/{loop.project}/progress")
    # The page's agreement may be half a minute old.
    loop.progress = {**progress, "agreement": loop.site.get(f"/projects/{loop.project}/agreement")}
    return f"{count} rankings by {OVERLAP} scripted annotators"


def freeze_dataset(loop: Loop) -> str:
    """d. Agreement, and a dataset that never changes again."""
    loop.report.begin("freeze", "Freezing the dataset")
    made = loop.site.post(
        f"/projects/{loop.project}/datasets", {"name": "Demo", "heldout_share": 0.25, "seed": loop.seed}
    )
    while made["status"] == "building":
        time.sleep(POLL_SECONDS)
        made = loop.site.get(f"/datasets/{made['id']}")
    loop.dataset = made
    raw = loop.progress["agreement"]["raw"]
    return f"agreement {raw['value']:.0%} of non-tied pairs; dataset {made['sha256'][:12]}"


def train_reward_model(loop: Loop) -> str:
    """e. A reward model learns from the rankings."""
    loop.report.begin("reward", "Training the reward model")
    loop.reward = run_and_wait(loop, "reward", "Reward model", {"model": MODEL, **REWARD}, with_dataset=True)
    accuracy = loop.reward["state"]["result"]["heldout_accuracy"]
    return f"held-out accuracy {accuracy['value']:.2f} [{accuracy['low']:.2f}, {accuracy['high']:.2f}]"


def align_policy(loop: Loop) -> str:
    """f. PPO against the reward model, with the KL penalty."""
    loop.report.begin("ppo", "Aligning the policy with PPO")
    settings = {"model": MODEL, "reward_model": output_of(loop.reward, "reward"), **PPO}
    loop.ppo = run_and_wait(loop, "ppo", "PPO", settings, with_dataset=True)
    return f"{loop.ppo['state']['step']} steps"


def compare(loop: Loop) -> str:
    """g. Policy and reference answer held-out prompts; the gold score judges both."""
    loop.report.begin("evaluate", "Comparing before and after on held-out prompts")
    settings = {
        "policy": output_of(loop.ppo, "policy"),
        "reference": MODEL,
        "reward_model": output_of(loop.reward, "reward"),
        **EVALUATE,
    }
    run = run_and_wait(loop, "evaluate", "Before and after", settings, with_dataset=True)
    gold_measure_add(evaluation=Evaluation.objects.get(run_id=run["id"]))
    identity = next(each["id"] for each in run["outputs"] if each["type"] == "evaluation")
    loop.evaluation = loop.site.get(f"/evaluations/{identity}")
    return f"{loop.evaluation['prompts']} held-out prompts"


STAGES: tuple[tuple[str, Callable[[Loop], str]], ...] = (
    ("import", import_prompts),
    ("sample", sample_answers),
    ("rank", rank_answers),
    ("freeze", freeze_dataset),
    ("reward", train_reward_model),
    ("ppo", align_policy),
    ("evaluate", compare),
)


def run_and_wait(
    loop: Loop, verb: str, name: str, settings: dict[str, Any], *, with_dataset: bool = False
) -> dict[str, Any]:
    """Start a run through the API, show how far it is, and return it when it has completed."""
    body: dict[str, Any] = {"verb": verb, "name": name, "settings": {"seed": loop.seed, **settings}}
    if with_dataset:
        body["dataset"] = loop.dataset["id"]
    run: dict[str, Any] = loop.site.post(f"/projects/{loop.project}/runs", body)
    while not finished(run):
        time.sleep(POLL_SECONDS)
        run = loop.site.get(f"/runs/{run['id']}")
        done, total = how_far(run["state"])
        loop.report.advance(done, total, run["sentence"])
    if run["status"] != "completed":
        raise Problem(
            f"The {verb} run ended as {run['status']}: {run['state'].get('reason', '')}",
            hint=f"{run['state'].get('hint', '')} Its page is {loop.address}/runs/{run['id']}.",
        )
    return run


def finished(run: dict[str, Any]) -> bool:
    """Tell whether a run has ended and, when it completed, whether what came out is registered."""
    if run["status"] == "completed":
        return bool(run["outputs"])
    return run["status"] in {"failed", "paused", "stopped", "lost"}


def how_far(state: dict[str, Any]) -> tuple[float, float | None]:
    if state.get("total_steps"):
        return state.get("step") or 0, state["total_steps"]
    return state.get("done") or 0, state.get("total")


def output_of(run: dict[str, Any], kind: str) -> str:
    identity: str = next(each["id"] for each in run["outputs"] if each["type"] == kind)
    return f"model:{identity}"
