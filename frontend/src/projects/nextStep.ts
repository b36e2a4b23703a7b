import type { Project } from "../api/getProject";

export type Made = { datasets: number; rewardModels: number; policies: number; evaluations: number };
export type NextStep = { title: string; words: string; button: string; path: string };

/** Return the one thing to do next on the way from prompts to an aligned model. */
export function nextStep({ counts, can }: Project, made: Made): NextStep | null {
  if (!can.research && !can.manage) return null;
  if (counts.prompts === 0 && can.manage)
    return step(
      "Bring in prompts",
      "A JSONL or CSV file of prompts, with answers if you have them.",
      "Import",
      "/import",
    );
  if (counts.tasks === 0 && counts.prompts > 0)
    return step(
      "Let a model answer",
      "Sample several answers to each prompt; they become tasks.",
      "Sample answers",
      "/runs/new?verb=sample",
    );
  if (counts.rankings === 0 && can.annotate && counts.tasks > 0)
    return step("Rank some answers", "Everything that follows learns from rankings.", "Rank", "/rank");
  if (counts.rankings === 0 || !can.research) return null;
  if (made.datasets === 0)
    return step(
      "Freeze a dataset",
      "A dataset never changes, so that what you train on it can be repeated.",
      "Freeze",
      "/datasets",
    );
  if (made.rewardModels === 0)
    return step(
      "Train a reward model",
      "It learns to score answers as your people ranked them.",
      "Train",
      "/runs/new?verb=reward",
    );
  if (made.policies === 0)
    return step(
      "Align the model",
      "PPO raises the learned reward and stays near the reference.",
      "Align with PPO",
      "/runs/new?verb=ppo",
    );
  if (made.evaluations === 0)
    return step(
      "Compare before and after",
      "On held-out prompts, with intervals.",
      "Compare",
      "/runs/new?verb=evaluate",
    );
  return step(
    "Read the comparison",
    "Then send the new answers back to your people.",
    "Evaluations",
    "/evaluations",
  );
}

const step = (title: string, words: string, button: string, path: string): NextStep => ({
  title,
  words,
  button,
  path,
});
