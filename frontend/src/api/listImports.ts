import * as z from "zod/mini";
import { getAll } from "./lists";
import { useRead } from "./query";

const Import = z.object({
  id: z.union([z.string(), z.number()]),
  file_name: z.string(),
  created_at: z.string(),
  by: z.nullish(z.union([z.string(), z.object({ name: z.string() })])),
  counts: z.object({ prompts: z.number(), completions: z.number(), rankings: z.number() }),
});

export const useImports = (project: string) =>
  useRead(["project", project, "imports"], () => getAll(`/api/projects/${project}/imports`, Import));
