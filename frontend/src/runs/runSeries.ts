import * as z from "zod/mini";
import type { RunEvent } from "../api/getRunEvents";

/** The curves and texts that the events of a run hold, by name. */
export type Curve = { x: number[]; y: (number | null)[] };
export type Band = Curve & { low: (number | null)[]; high: (number | null)[] };
export type Samples = { step: number | null; rows: Record<string, unknown>[] };
export type RunSeries = {
  metrics: ReadonlyMap<string, Curve>;
  evaluations: ReadonlyMap<string, Band>;
  samples: readonly Samples[];
};

const Values = z.record(z.string(), z.unknown());
const StepBody = z.looseObject({ step: z.number(), values: Values });
const Interval = z.looseObject({
  value: z.nullish(z.number()),
  low: z.nullish(z.number()),
  high: z.nullish(z.number()),
});
const ClockedBody = z.looseObject({ step: z.number(), seconds: z.number() });
const SamplesBody = z.looseObject({ step: z.nullish(z.number()), rows: z.array(Values) });

/** Fold events into curves. A run that resumed from a step drew what came after it again: the old points go. */
export function seriesOf(events: readonly RunEvent[]): RunSeries {
  const metrics = new Map<string, Curve>();
  const evaluations = new Map<string, Band>();
  let samples: Samples[] = [];
  for (const event of events) {
    if (event.kind === "metric") addMetric(metrics, event);
    else if (event.kind === "evaluation") {
      addEvaluation(evaluations, event);
      addSeconds(metrics, "seconds_evaluate", event);
    } else if (event.kind === "checkpoint") addSeconds(metrics, "seconds_save", event);
    else if (event.kind === "samples") addSamples(samples, event);
    else if (event.kind === "started" && typeof event.resumed_from === "number") {
      const from = event.resumed_from;
      for (const curve of [...metrics.values(), ...evaluations.values()]) cutAfter(curve, from);
      samples = samples.filter(({ step }) => step === null || step <= from);
    }
  }
  return { metrics, evaluations, samples };
}

function addMetric(metrics: Map<string, Curve>, event: RunEvent): void {
  const body = StepBody.safeParse(event);
  if (!body.success) return;
  for (const [name, value] of Object.entries(body.data.values)) {
    const curve = metrics.get(name) ?? { x: [], y: [] };
    metrics.set(name, curve);
    curve.x.push(body.data.step);
    curve.y.push(numberOf(value));
  }
}

/** Add how long something took; a step that did it twice took both times. */
function addSeconds(metrics: Map<string, Curve>, name: string, event: RunEvent): void {
  const body = ClockedBody.safeParse(event);
  if (!body.success) return;
  const { step, seconds } = body.data;
  const curve = metrics.get(name) ?? { x: [], y: [] };
  metrics.set(name, curve);
  if (curve.x.at(-1) === step) curve.y.push((curve.y.pop() ?? 0) + seconds);
  else {
    curve.x.push(step);
    curve.y.push(seconds);
  }
}

function addEvaluation(evaluations: Map<string, Band>, event: RunEvent): void {
  const body = StepBody.safeParse(event);
  if (!body.success) return;
  for (const [name, given] of Object.entries(body.data.values)) {
    const interval = Interval.safeParse(given);
    if (!interval.success) continue;
    const band = evaluations.get(name) ?? { x: [], y: [], low: [], high: [] };
    evaluations.set(name, band);
    band.x.push(body.data.step);
    band.y.push(numberOf(interval.data.value));
    band.low.push(numberOf(interval.data.low));
    band.high.push(numberOf(interval.data.high));
  }
}

function addSamples(samples: Samples[], event: RunEvent): void {
  const body = SamplesBody.safeParse(event);
  if (body.success) samples.push({ step: body.data.step ?? null, rows: body.data.rows });
}

function cutAfter(curve: Curve | Band, step: number): void {
  const keep = curve.x.filter((x) => x <= step).length;
  for (const column of Object.values(curve)) column.length = keep;
}

const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
