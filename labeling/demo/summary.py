"""What the loop came to: summary.json, the table, and whether it met the demo's own bar."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from labeling.demo.loop import Loop


def summary_of(loop: Loop) -> dict[str, Any]:
    agreement = loop.progress["agreement"]
    accuracy = loop.reward["state"]["result"]["heldout_accuracy"]
    reward, gold, kl = (measure_of(loop, name) for name in ("reward", "gold", "kl"))
    return {
        "seed": loop.seed,
        "stages": [{"name": name, "seconds": seconds} for name, seconds in loop.seconds.items()],
        "prompts": loop.counts["prompts"],
        "completions": loop.counts["completions"],
        "rankings": loop.progress["rankings"],
        "pairs": sum(loop.dataset["manifest"]["pairs"].values()),
        "agreement": {
            "raw": agreement["raw"]["value"],
            "alpha": agreement["alpha"]["value"],
            "n": agreement["raw"]["n"],
        },
        "reward_model": {
            "heldout_accuracy": accuracy["value"],
            "ci95": [accuracy["low"], accuracy["high"]],
            "n_pairs": accuracy["n"],
        },
        "ppo": {
            "steps": loop.ppo["state"]["step"],
            "reward_before": reward["before"]["value"],
            "reward_after": reward["after"]["value"],
            "reward_gain_ci95": [reward["change"]["low"], reward["change"]["high"]],
            "gold_before": gold["before"]["value"],
            "gold_after": gold["after"]["value"],
            "gold_gain_ci95": [gold["change"]["low"], gold["change"]["high"]],
            "kl": kl["after"]["value"],
        },
    }


def measure_of(loop: Loop, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in loop.evaluation["measures"] if each["name"] == name)
    return found


def problems_of(summary: dict[str, Any]) -> list[str]:
    """Return where the loop stayed under the demo's bar; empty when all is well."""
    low = summary["reward_model"]["ci95"][0]
    gain = summary["ppo"]["reward_gain_ci95"][0]
    return [
        text
        for text, wrong in (
            (f"The reward model is not shown to beat chance: its interval begins at {low:.3f}.", low <= 0.5),
            (
                f"PPO is not shown to raise the held-out reward: its interval begins at {gain:+.3f}.",
                gain <= 0,
            ),
        )
        if wrong
    ]


def table_of(summary: dict[str, Any]) -> Table:
    model, ppo, agreement = summary["reward_model"], summary["ppo"], summary["agreement"]
    table = Table(title=f"From rankings to an aligned model, seed {summary['seed']}", title_justify="left")
    table.add_column("")
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_row("Prompts / answers", f"{summary['prompts']} / {summary['completions']}")
    table.add_row("Rankings / preferences", f"{summary['rankings']} / {summary['pairs']}")
    table.add_row("Agreement on non-tied pairs", f"{agreement['raw']:.1%}")
    table.add_row("Krippendorff's alpha", f"{agreement['alpha']:.2f}")
    table.add_row(
        "Reward model, held-out accuracy", f"{model['heldout_accuracy']:.3f}", interval(model["ci95"])
    )
    table.add_row("Learned reward before", f"{ppo['reward_before']:+.2f}")
    table.add_row("Learned reward after", f"{ppo['reward_after']:+.2f}")
    gain = ppo["reward_after"] - ppo["reward_before"]
    table.add_row("Learned reward, change", f"{gain:+.2f}", interval(ppo["reward_gain_ci95"]))
    change = ppo["gold_after"] - ppo["gold_before"]
    table.add_row("Gold score before → after", f"{ppo['gold_before']:.2f} → {ppo['gold_after']:.2f}")
    table.add_row("Gold score, change", f"{change:+.2f}", interval(ppo["gold_gain_ci95"]))
    table.add_row("KL to the reference, nats an answer", f"{ppo['kl']:.2f}")
    table.add_row("Time, all stages", f"{sum(each['seconds'] for each in summary['stages']) / 60:.1f} min")
    return table


def interval(bounds: list[float]) -> str:
    return f"[{bounds[0]:+.2f}, {bounds[1]:+.2f}]" if bounds[0] < 0 else f"[{bounds[0]:.2f}, {bounds[1]:.2f}]"
