import * as z from "zod/mini";
import { getAll } from "./lists";
import { useRead } from "./query";

export const Model = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  source: z.nullish(z.string()),
  base: z.nullish(z.string()),
  run: z.nullish(z.object({ id: z.string(), name: z.string() })),
  dataset: z.nullish(z.looseObject({ id: z.string(), name: z.string() })),
  created_at: z.nullish(z.string()),
  figures: z.nullish(z.record(z.string(), z.unknown())),
});
export type Model = z.output<typeof Model>;

export const useModels = (project: string) =>
  useRead(["project", project, "models"], () => getAll(`/api/projects/${project}/models`, Model), {
    enabled: project !== "",
  });
