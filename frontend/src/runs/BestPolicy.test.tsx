import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { BestPolicy, bestOf } from "./BestPolicy";

afterEach(cleanup);

const at = "2026-01-01T00:00:00Z";
const measure = (value: number) => ({ value, low: value - 0.2, high: value + 0.2, n: 12 });
const kept = (seq: number, step: number) => ({
  seq,
  at,
  kind: "artifact",
  name: "policy-best",
  step,
  values: { heldout_reward_gain: measure(0.5), heldout_kl: measure(3) },
});

it("test_it_finds_the_policy_that_was_kept_last", () => {
  const final = { seq: 9, at, kind: "artifact", name: "policy", path: "artifacts/policy" };
  expect(bestOf([kept(1, 10), kept(2, 20), final])?.step).toBe(20);
  expect(bestOf([final])).toBeUndefined();
});

it("test_it_says_what_the_best_policy_reached", () => {
  const words =
    "Best policy within KL 30: that of step 20, reward +0.50 (+0.30 to +0.70, n = 12) over the reference at KL 3.";
  const said = (isOver: boolean) =>
    render(
      <BestPolicy best={bestOf([kept(1, 20)])} bound={30} isOver={isOver} />,
    ).container.textContent?.trim();
  expect(said(true)).toBe(words);
  expect(said(false)).toBe(`${words} It becomes a model when the run ends or is stopped.`);
});
