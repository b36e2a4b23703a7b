import { expect, it } from "vitest";
import { detailPictures, hasPoints, picturesOf, since } from "./pictures";
import type { RunSeries } from "./runSeries";

const band = { x: [0, 10], y: [-0.2, 0.4], low: [-0.5, 0.1], high: [0.1, 0.7] };
const series = (kl: number[]): RunSeries => ({
  metrics: new Map([["kl", { x: kl.map((_, index) => index + 1), y: kl }]]),
  evaluations: new Map([["heldout_reward", band]]),
  samples: [],
});

it("test_it_holds_the_held_out_reward_against_the_reference_of_step_zero", () => {
  const [, , held] = picturesOf("ppo", series([1]), { max_kl: 50 });
  expect(held?.lines[0]).toMatchObject(band);
  expect(held?.levels).toEqual([{ label: "reference", value: -0.2 }]);
});

it("test_it_draws_the_bound_once_the_kl_comes_near_and_names_it_before", () => {
  const [, far] = picturesOf("ppo", series([1, 3]), { max_kl: 50 });
  const [, near] = picturesOf("ppo", series([1, 30]), { max_kl: 50 });
  expect(far?.levels).toEqual([]);
  expect(far?.note).toContain("50 nats");
  expect(near?.levels).toEqual([{ label: "bound", value: 50 }]);
});

it("test_it_draws_a_second_reward_model_where_one_watches", () => {
  const watched = { ...series([1]), evaluations: new Map([["heldout_second_reward", band]]) };
  const titles = (of: RunSeries) =>
    picturesOf("ppo", of, {})
      .filter(hasPoints)
      .map(({ title }) => title);
  expect(titles(watched)).toEqual(["KL to the reference", "Second reward model"]);
  expect(titles(series([1]))).not.toContain("Second reward model");
});

it("test_a_run_that_goes_on_begins_where_it_goes_on_and_keeps_the_reference_as_a_level", () => {
  const on = {
    ...series([]),
    metrics: new Map([["kl", { x: [9, 10], y: [3, 4] }]]),
  };
  const [, kl, held] = picturesOf("ppo", on, {}).map((one) => since(one, 8));
  expect(kl?.lines[0]).toMatchObject({ x: [9, 10], y: [3, 4] });
  expect(held?.lines[0]).toMatchObject({ x: [10], y: [0.4], low: [0.1], high: [0.7] });
  expect(held?.levels).toEqual([{ label: "reference", value: -0.2 }]);
});

it("test_nothing_is_drawn_of_what_was_measured_before_a_run_went_on_alone", () => {
  const [, , held] = picturesOf("ppo", series([]), {}).map((one) => since(one, 11));
  expect(held && hasPoints(held)).toBe(false);
});

it("test_it_shows_no_detail_that_was_not_recorded", () => {
  expect(detailPictures("ppo", series([1]))).toEqual({ losses: [], speed: [] });
  expect(picturesOf("sample", series([1]), {})).toEqual([]);
  expect(picturesOf("ppo", series([]), {}).filter(hasPoints)).toHaveLength(1);
});

it("test_it_says_where_the_time_went_exams_and_checkpoints_too", () => {
  const metrics = new Map([
    ["seconds_train", { x: [1, 2, 3], y: [20, 20, 20] }],
    ["seconds_evaluate", { x: [0, 3], y: [30, 30] }],
  ]);
  const [seconds] = detailPictures("ppo", { ...series([]), metrics }).speed;
  expect(seconds?.lines.map(({ label, points }) => [label, points])).toEqual([
    ["learning", false],
    ["exams", true],
  ]);
  expect(seconds?.note).toBe("In all: learning 1 min (50.0 %), exams 1 min (50.0 %).");
});

it("test_baselines_are_drawn_by_what_they_have", () => {
  const titles = (verb: string) =>
    picturesOf(verb, series([1, 2]), {})
      .filter(hasPoints)
      .map(({ title }) => title);
  expect(titles("grpo")).toEqual(["KL to the reference", "Held-out reward"]);
  expect(titles("dpo")).toEqual(["Held-out reward"]);
  const [best] = picturesOf("best_of_n", series([]), {});
  expect(best?.xLabel).toBe("n");
  expect(best?.lines[0]).toMatchObject(band);
});

it("test_the_details_of_a_baseline_are_those_it_recorded", () => {
  const curve = { x: [1, 2], y: [0, 1] };
  const metrics = new Map([
    ["margin", curve],
    ["grad_norm", curve],
  ]);
  const { losses } = detailPictures("dpo", { ...series([]), metrics });
  expect(losses.map(({ title }) => title)).toEqual(["Gradient norm", "Margin of the better answer"]);
});
