import * as z from "zod/mini";
import { getAll } from "./lists";
import { useRead } from "./query";

export const Exclusion = z.object({
  id: z.string(),
  annotator: z.object({ id: z.string(), name: z.string() }),
  reason: z.string(),
  seats_reopened: z.boolean(),
  created_at: z.string(),
  created_by: z.string(),
});
export type Exclusion = z.output<typeof Exclusion>;

export const useExclusions = (project: string) =>
  useRead(["project", project, "exclusions"], () => getAll(`/api/projects/${project}/exclusions`, Exclusion));
