import * as z from "zod/mini";
import { Criterion } from "./criterion";
import { Role } from "./getMe";
import { useRead } from "./query";
import { request } from "./request";

export const Project = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  status: z.enum(["active", "paused", "archived"]),
  domains: z.array(z.string()),
  k: z.number(),
  k_min: z.number(),
  k_max: z.number(),
  overlap: z.number(),
  allow_ties: z.boolean(),
  allow_partial: z.boolean(),
  asks_confidence: z.boolean(),
  criteria: z.array(Criterion),
  criteria_required: z.boolean(),
  lease_minutes: z.number(),
  quota_per_person: z.nullable(z.number()),
  gold_share: z.nullable(z.number()),
  repeat_share: z.nullable(z.number()),
  practice_mark: z.nullable(z.number()),
  is_demo: z.boolean(),
  created_at: z.string(),
  role: z.nullable(Role),
  can: z.object({
    manage: z.boolean(),
    annotate: z.boolean(),
    research: z.boolean(),
    review: z.boolean(),
  }),
  counts: z.object({
    prompts: z.number(),
    completions: z.number(),
    tasks: z.number(),
    gold: z.number(),
    practice: z.number(),
    tasks_finished: z.number(),
    rankings: z.number(),
  }),
  guidelines: z.object({ version: z.number(), text: z.string() }),
});
export type Project = z.output<typeof Project>;

export const getProject = (id: string) => request("GET", `/api/projects/${id}`, Project);
export const useProject = (id: string) =>
  useRead(["project", id], () => getProject(id), { enabled: id !== "" });
