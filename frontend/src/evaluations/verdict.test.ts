import { expect, it } from "vitest";
import type { Comparison } from "../api/getEvaluation";
import { sentenceOf, verdictOf } from "./verdict";

const comparison = (
  name: string,
  low: number,
  high: number,
  better: Comparison["better"] = "higher",
): Comparison => ({
  name,
  label: name,
  before: null,
  after: null,
  change: { value: (low + high) / 2, low, high, n: 48 },
  better,
  help: "",
});

it("test_it_calls_a_change_one_only_when_its_interval_leaves_zero_out", () => {
  expect(verdictOf(comparison("reward", 0.1, 0.5))).toBe("better");
  expect(verdictOf(comparison("reward", -0.1, 0.5))).toBe("unclear");
  expect(verdictOf(comparison("toxicity", 0.1, 0.5, "lower"))).toBe("worse");
  expect(verdictOf(comparison("toxicity", -0.5, -0.1, "lower"))).toBe("better");
  expect(verdictOf(comparison("length", 3, 5, "none"))).toBe("none");
});

it("test_it_warns_when_the_gold_score_falls_while_the_reward_rises", () => {
  expect(sentenceOf([comparison("reward", 0.2, 0.6), comparison("gold", -0.6, -0.2)], 48)).toContain(
    "The gold score fell",
  );
  expect(sentenceOf([comparison("reward", 0.2, 0.6)], 48)).toBe(
    "On 48 held-out prompts the learned reward rose by +0.40 (+0.20 to +0.60, n = 48).",
  );
  const lone = { value: 0.02, low: null, high: null, n: 1 };
  expect(sentenceOf([{ ...comparison("reward", 0, 0), change: lone }], 1)).toBe(
    "On 1 held-out prompt the learned reward changed by +0.02; that is too few to give an interval.",
  );
  expect(sentenceOf([], 48)).toBe("Measured on 48 held-out prompts.");
});
