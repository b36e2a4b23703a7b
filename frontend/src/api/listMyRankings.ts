import * as z from "zod/mini";
import { Outcome } from "./getRanking";
import { getPage } from "./lists";
import { useReadPages } from "./query";

export const PastTask = z.object({
  id: z.string(),
  outcome: Outcome,
  at: z.string(),
  domain: z.string(),
  prompt: z.string(),
  revision: z.nullable(z.number()),
  late: z.boolean(),
  note: z.string(),
  skip_reason: z.string(),
});
export type PastTask = z.output<typeof PastTask>;

export const useMyRankings = (project: string) =>
  useReadPages(["project", project, "my-rankings"], `/api/projects/${project}/rankings/mine`, (path) =>
    getPage(path, PastTask),
  );
