import * as z from "zod/mini";
import { Reference } from "./message";
import { useRead } from "./query";
import { request } from "./request";

const StateMeasure = z.looseObject({
  value: z.nullish(z.number()),
  low: z.nullish(z.number()),
  high: z.nullish(z.number()),
  n: z.nullish(z.number()),
  step: z.nullish(z.number()),
});

const Alarm = z.object({ step: z.nullable(z.number()), message: z.string(), next: z.string() });

const State = z.looseObject({
  step: z.nullish(z.number()),
  total_steps: z.nullish(z.number()),
  stage: z.optional(z.string()),
  stage_label: z.optional(z.string()),
  done: z.nullish(z.number()),
  total: z.nullish(z.number()),
  unit: z.optional(z.string()),
  metrics: z.optional(z.record(z.string(), z.nullable(z.number()))),
  evaluation: z.optional(z.record(z.string(), StateMeasure)),
  device: z.optional(z.string()),
  warnings: z.optional(z.array(z.string())),
  alarms: z.optional(z.record(z.string(), Alarm)),
  reason: z.optional(z.string()),
  hint: z.optional(z.string()),
  result: z.optional(z.record(z.string(), z.unknown())),
  checkpoint_step: z.nullish(z.number()),
  attempts: z.optional(z.number()),
});

export const RunStatus = z.enum([
  "queued",
  "starting",
  "running",
  "stopping",
  "pausing",
  "paused",
  "stopped",
  "completed",
  "failed",
  "lost",
]);
export type RunStatus = z.output<typeof RunStatus>;

const Named = z.object({ id: z.string(), name: z.string() });

/** The run that this one goes on from, from which step, and what it does otherwise: [before, now] by setting. */
const Continues = z.object({
  run: Named,
  step: z.number(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
});

export const Run = z.object({
  id: z.string(),
  project: Reference,
  verb: z.string(),
  name: z.string(),
  status: RunStatus,
  created_at: z.string(),
  created_by: z.nullish(z.union([z.string(), z.object({ name: z.string() })])),
  started_at: z.nullish(z.string()),
  ended_at: z.nullish(z.string()),
  state: State,
  settings: z.record(z.string(), z.unknown()),
  lineage: z.nullish(z.record(z.string(), z.unknown())),
  dataset: z.nullish(z.object({ id: z.string(), name: z.string(), version: z.number() })),
  outputs: z.array(z.object({ type: z.string(), id: z.nullable(z.string()), name: z.string() })),
  registering: z.boolean(),
  sentence: z.string(),
  continues: z.nullish(Continues),
  continuations: z.optional(z.array(Named)),
  can: z.object({
    stop: z.boolean(),
    pause: z.boolean(),
    retry: z.boolean(),
    go_on_changed: z.boolean(),
  }),
});
export type Run = z.output<typeof Run>;

const LIVE: readonly (RunStatus | undefined)[] = ["queued", "starting", "running", "stopping", "pausing"];

export const isLive = (status: RunStatus | undefined) => LIVE.includes(status);

export const useRun = (id: string) =>
  useRead(["run", id], () => request("GET", `/api/runs/${id}`, Run), {
    every: (run) => (isLive(run?.status) || run?.registering ? 2_000 : false),
  });
