import * as z from "zod/mini";
import { Measure } from "./measure";
import { useRead } from "./query";
import { request } from "./request";

export const Progress = z.object({
  seats: z.object({ total: z.number(), filled: z.number(), leased: z.number(), open: z.number() }),
  rankings: z.number(),
  late: z.number(),
  excluded: z.number(),
  skipped: z.number(),
  ties_share: z.nullable(z.number()),
  by_domain: z.array(
    z.object({ domain: z.string(), tasks: z.number(), finished: z.number(), rankings: z.number() }),
  ),
  by_annotator: z.array(
    z.object({
      annotator: z.object({ id: z.string(), name: z.string(), is_scripted: z.boolean() }),
      rankings: z.number(),
      skips: z.number(),
      median_active_ms: z.nullable(z.number()),
      first_shown_wins: Measure,
      is_excluded: z.boolean(),
      is_paused: z.boolean(),
    }),
  ),
  by_day: z.array(z.object({ day: z.string(), rankings: z.number() })),
  agreement: z.object({
    raw: Measure,
    alpha: Measure,
    pairs: z.number(),
    reason: z.string(),
    by_domain: z.array(z.object({ domain: z.string(), raw: Measure, alpha: Measure })),
    at: z.nullable(z.string()),
  }),
});
export type Progress = z.output<typeof Progress>;

export const useProgress = (project: string) =>
  useRead(
    ["project", project, "progress"],
    () => request("GET", `/api/projects/${project}/progress`, Progress),
    {
      every: 15_000,
    },
  );
