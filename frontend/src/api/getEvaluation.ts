import * as z from "zod/mini";
import { Measure } from "./measure";
import { Reference } from "./message";
import { useRead } from "./query";
import { request } from "./request";

export const Comparison = z.object({
  name: z.string(),
  label: z.string(),
  before: z.nullish(Measure),
  after: z.nullish(Measure),
  change: z.nullish(Measure),
  better: z.enum(["higher", "lower", "none"]),
  help: z.string(),
});
export type Comparison = z.output<typeof Comparison>;

export const Evaluation = z.object({
  id: z.string(),
  project: Reference,
  name: z.string(),
  run: z.nullish(Reference),
  created_at: z.string(),
  policy: z.nullish(z.object({ id: z.nullish(z.string()), name: z.string() })),
  reference: z.nullish(z.string()),
  reward_model: z.nullish(z.object({ id: z.nullish(z.string()), name: z.string() })),
  prompts: z.number(),
  measures: z.array(Comparison),
  by_domain: z.optional(z.array(z.object({ domain: z.string(), measures: z.array(Comparison) }))),
});
export type Evaluation = z.output<typeof Evaluation>;

export const useEvaluation = (id: string) =>
  useRead(["evaluation", id], () => request("GET", `/api/evaluations/${id}`, Evaluation));
