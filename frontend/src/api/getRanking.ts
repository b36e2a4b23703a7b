import * as z from "zod/mini";
import { Assignment } from "./assignment";
import { request } from "./request";

export const Outcome = z.enum(["submitted", "skipped", "expired"]);
export type Outcome = z.output<typeof Outcome>;

const LatestRanking = z.object({
  revision: z.number(),
  submitted_at: z.string(),
  late: z.boolean(),
  groups: z.array(z.array(z.string())),
  flags: z.array(z.object({ answer: z.string(), flag: z.string(), note: z.string() })),
  ratings: z.record(z.string(), z.record(z.string(), z.number())),
  confidence: z.string(),
  all_bad: z.boolean(),
  note: z.string(),
});
export type LatestRanking = z.output<typeof LatestRanking>;

const Found = z.object({ assignment: Assignment, outcome: Outcome, ranking: z.nullable(LatestRanking) });
export type FoundRanking = z.output<typeof Found>;

/** Read one of my tasks with what I last said of it. */
export const getRanking = (assignment: string) =>
  request("GET", `/api/assignments/${assignment}/ranking`, Found);
