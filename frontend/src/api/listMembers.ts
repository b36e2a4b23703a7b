import * as z from "zod/mini";
import { Role } from "./getMe";
import { getAll } from "./lists";
import { useRead } from "./query";

export const Member = z.object({
  id: z.union([z.string(), z.number()]),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  role: Role,
  is_scripted: z.boolean(),
  paused_at: z.nullable(z.string()),
});
export type Member = z.output<typeof Member>;

export const useMembers = (project: string) =>
  useRead(["project", project, "members"], () => getAll(`/api/projects/${project}/members`, Member));
