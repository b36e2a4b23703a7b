import { expect, it } from "vitest";
import type { RunEvent } from "../api/getRunEvents";
import { seriesOf } from "./runSeries";

let seq = 0;
const event = (kind: string, body: Record<string, unknown>): RunEvent => ({
  seq: ++seq,
  at: "",
  kind,
  ...body,
});
const metric = (step: number, kl: unknown) => event("metric", { step, values: { kl } });
const held = (step: number, value: number) =>
  event("evaluation", { step, values: { heldout_reward: { value, low: value - 1, high: value + 1, n: 9 } } });

it("test_it_draws_every_metric_and_every_measure_with_its_interval", () => {
  const series = seriesOf([held(0, 0), metric(1, 0.5), metric(2, Number.NaN), held(2, 0.4)]);
  expect(series.metrics.get("kl")).toEqual({ x: [1, 2], y: [0.5, null] });
  expect(series.evaluations.get("heldout_reward")).toEqual({
    x: [0, 2],
    y: [0, 0.4],
    low: [-1, -0.6],
    high: [1, 1.4],
  });
});

it("test_it_drops_what_came_after_the_step_a_run_resumed_from", () => {
  const series = seriesOf([
    metric(1, 0.1),
    metric(2, 0.2),
    event("samples", { step: 2, rows: [{}] }),
    metric(3, 9),
    held(3, 9),
    event("samples", { step: 3, rows: [{}] }),
    event("started", { resumed_from: 2 }),
    metric(3, 0.3),
  ]);
  expect(series.metrics.get("kl")).toEqual({ x: [1, 2, 3], y: [0.1, 0.2, 0.3] });
  expect(series.evaluations.get("heldout_reward")?.x).toEqual([]);
  expect(series.samples.map(({ step }) => step)).toEqual([2]);
});

it("test_it_counts_the_seconds_of_exams_and_checkpoints_with_those_of_steps", () => {
  const saved = (step: number, seconds: number) => event("checkpoint", { step, seconds });
  const { metrics } = seriesOf([
    event("evaluation", { step: 0, values: {}, seconds: 12 }),
    saved(1, 0.5),
    saved(1, 0.25),
    saved(2, 0.5),
    event("checkpoint", { step: 3 }),
  ]);
  expect(metrics.get("seconds_evaluate")).toEqual({ x: [0], y: [12] });
  expect(metrics.get("seconds_save")).toEqual({ x: [1, 2], y: [0.75, 0.5] });
});

it("test_it_passes_over_kinds_and_shapes_it_does_not_know", () => {
  const series = seriesOf([
    event("metric", { step: "x" }),
    event("rumour", {}),
    event("samples", { rows: "?" }),
  ]);
  expect(series.metrics.size + series.evaluations.size + series.samples.length).toBe(0);
});
