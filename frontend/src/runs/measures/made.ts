import type { Measure } from "../../api/measure";
import type { Measures } from "../../api/measures";

/** A measure of 0.7 between 0.6 and 0.8, or whatever is given. */
export const made = (
  value: number | null = 0.7,
  low: number | null = 0.6,
  high: number | null = 0.8,
): Measure => ({
  value,
  low,
  high,
  n: 90,
});

/** The measures of a small run, for tests. */
export const MEASURES: Measures = {
  version: 1,
  counts: { prompts: 12, answers: 48, rankings: 30, annotators: 3, votes: 150 },
  accuracy: made(),
  slices: [
    { by: "domain", name: "chat", prompts: 12, accuracy: made() },
    { by: "annotator", name: "annotator-2", prompts: 7, accuracy: made(0.55) },
    { by: "rank_gap", name: "1", prompts: 12, accuracy: made() },
    { by: "rank_gap", name: "5 or more", prompts: 2, accuracy: made(1) },
    { by: "length", name: "longer", prompts: 5, accuracy: made() },
  ],
  ceiling: { pairs: 40, people: made(0.8, 0.7, 0.9), model: made(), best: made(0.9, 0.8, 1) },
  tau_b: made(0.4),
  top_1: made(0.5),
  top_1_by_chance: 0.25,
  calibration: {
    ece: made(0.08, 0.05, 0.12),
    ece_by_chance: 0.03,
    log_loss: made(0.6),
    temperature: made(1.5, 1.2, 1.9),
    ece_scaled: made(0.04, 0.02, 0.08),
    log_loss_scaled: made(0.58),
    bins: [{ low: 0.5, high: 0.55, predicted: 0.53, observed: made(0.5) }],
  },
  length: {
    pearson: made(0.1, 0, 0.2),
    spearman: made(0.1, 0, 0.2),
    within_prompt: { pearson: made(0.3, 0.1, 0.5), spearman: made(0.35, 0.1, 0.5) },
    longer_wins: { people: made(0.52), model: made(0.61) },
    points: [
      [0, -1],
      [40, 1],
    ],
  },
  distribution: {
    answers: 48,
    mean: 0.1,
    deviation: 1.1,
    bins: [
      { low: -1, high: 0, first: 2, others: 20 },
      { low: 0, high: 1, first: 10, others: 16 },
    ],
  },
};
