import { expect, it } from "vitest";
import { contest, contestRun, measured } from "../testing/contests";
import { curveOf, methodName, missingMethods, referenceOf, scalesOf, spotsOf, wordsOf } from "./contest";

const point = (n: number, gain: number, kl: number) => ({
  n,
  reward: measured(gain),
  gain: measured(gain),
  kl: measured(kl),
  length: measured(20),
});
const bestOf = contestRun("best_of_n", {
  figures: { gain: measured(0.5), kl: measured(0.19), samples: 2, reward_before: 0.3 },
  curve: [point(1, 0, 0), point(2, 0.5, 0.19)],
});

it("test_it_puts_a_run_at_the_square_root_of_its_kl", () => {
  const found = spotsOf(contest([contestRun("ppo", { figures: { gain: measured(1.5), kl: measured(9) } })]));
  expect(found).toEqual([{ name: "PPO", distance: 3, gain: measured(1.5) }]);
});

it("test_a_kl_that_chance_took_below_zero_lies_at_the_reference", () => {
  const run = contestRun("dpo", { figures: { gain: measured(0.1), kl: measured(-0.02) } });
  expect(spotsOf(contest([run]))[0]?.distance).toBe(0);
});

it("test_two_runs_of_one_method_go_by_their_names_and_an_unmeasured_one_is_nowhere", () => {
  const figures = { gain: measured(1), kl: measured(1) };
  const runs = [
    contestRun("ppo", { name: "Policy 1", figures }),
    contestRun("ppo", { name: "Policy 2", figures }),
    contestRun("sft", {}),
  ];
  expect(spotsOf(contest(runs)).map(({ name }) => name)).toEqual(["Policy 1", "Policy 2"]);
});

it("test_the_curve_is_that_of_the_run_with_the_most_answers", () => {
  const longer = contestRun("best_of_n", {
    curve: [point(1, 0, 0), point(2, 0.4, 0.19), point(4, 0.7, 0.64)],
  });
  const curve = curveOf(contest([bestOf, longer]));
  expect(curve.map(({ name, distance }) => [name, distance])).toEqual([
    ["best of 1", 0],
    ["best of 2", Math.sqrt(0.19)],
    ["best of 4", 0.8],
  ]);
  expect(spotsOf(contest([bestOf]))).toEqual([]);
});

it("test_its_scales_hold_every_interval_and_the_reference", () => {
  const spots = spotsOf(contest([contestRun("ppo", { figures: { gain: measured(2), kl: measured(4) } })]));
  const { x, y } = scalesOf(spots);
  expect(x.at(0)).toBe(0);
  expect(x.at(2)).toBeLessThan(1);
  expect(y.at(0)).toBe(0);
  expect(y.at(2.5)).toBeLessThan(1);
  expect(scalesOf([{ name: "", distance: 1, gain: measured(-1) as never }]).y.at(-1.5)).toBeGreaterThan(0);
});

it("test_names_that_would_lie_on_each_other_come_apart", () => {
  const figures = { gain: measured(1), kl: measured(4) };
  const spots = spotsOf(contest([contestRun("ppo", { figures }), contestRun("rloo", { figures })]));
  const [one, other] = wordsOf(spots, scalesOf(spots));
  expect(one?.words).toBe("PPO");
  expect((other?.y ?? 0) - (one?.y ?? 0)).toBeCloseTo(0.08);
});

it("test_it_names_what_nobody_has_tried", () => {
  expect(missingMethods(contest([contestRun("ppo", {}), bestOf]))).toEqual(["sft", "dpo", "rloo", "grpo"]);
  expect(methodName(bestOf)).toBe("best of 2");
  expect(methodName(contestRun("grpo", {}))).toBe("GRPO");
});

it("test_the_reference_is_what_a_trained_run_saw_of_it", () => {
  const trained = contestRun("ppo", { figures: { reward_before: 0.25, length_before: 20 } });
  expect(referenceOf(contest([bestOf, trained]))).toEqual({ reward: 0.25, length: 20 });
  expect(referenceOf(contest([bestOf]))?.reward).toBe(0.3);
  expect(referenceOf(contest([contestRun("ppo", {})]))).toBeNull();
});
