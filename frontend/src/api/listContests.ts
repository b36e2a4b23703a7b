import * as z from "zod/mini";
import { isLive, RunStatus } from "./getRun";
import { getAll } from "./lists";
import { Measure } from "./measure";
import { Reference } from "./message";
import { useRead } from "./query";

const number = z.nullable(z.number());
const MaybeMeasure = z.nullable(Measure);

const Point = z.object({
  n: z.number(),
  reward: MaybeMeasure,
  gain: MaybeMeasure,
  kl: MaybeMeasure,
  length: MaybeMeasure,
});
export type ContestPoint = z.output<typeof Point>;

const ContestRun = z.object({
  id: z.string(),
  name: z.string(),
  verb: z.string(),
  status: RunStatus,
  figures: z.object({
    reward_before: number,
    reward_after: number,
    gain: MaybeMeasure,
    kl: MaybeMeasure,
    length_before: number,
    length_after: number,
    steps: number,
    optimizer_steps: number,
    samples: number,
    seconds: number,
    attempts: z.number(),
    from_step: z.nullable(z.number()),
  }),
  curve: z.array(Point),
});
export type ContestRun = z.output<typeof ContestRun>;

const Contest = z.object({
  dataset: z.looseObject({ id: z.string(), name: z.string(), version: z.number() }),
  domains: z.nullable(z.array(z.string())),
  model: Reference,
  reward_model: Reference,
  exam: z.record(z.string(), z.unknown()),
  request: z.object({
    dataset: z.string(),
    domains: z.optional(z.array(z.string())),
    settings: z.record(z.string(), z.unknown()),
  }),
  runs: z.array(ContestRun),
});
export type Contest = z.output<typeof Contest>;

const address = (project: string): string => `/api/projects/${project}/contests`;

export const contestTableAddress = (project: string, format: "csv" | "json"): string =>
  `${address(project)}/table?format=${format}`;

/** Runs that differ in nothing but the method, read again while one of them is live. */
export const useContests = (project: string) =>
  useRead(["project", project, "contests"], () => getAll(address(project), Contest), {
    every: (contests) =>
      contests?.some(({ runs }) => runs.some(({ status }) => isLive(status))) ? 5_000 : false,
  });
