import * as z from "zod/mini";
import { Comparison } from "./getEvaluation";
import { getAll } from "./lists";
import { useRead } from "./query";

const Summary = z.looseObject({
  id: z.string(),
  name: z.string(),
  created_at: z.string(),
  policy: z.nullish(z.object({ name: z.string() })),
  prompts: z.nullish(z.number()),
  measures: z.optional(z.array(Comparison)),
});

export const useEvaluations = (project: string) =>
  useRead(["project", project, "evaluations"], () => getAll(`/api/projects/${project}/evaluations`, Summary));
