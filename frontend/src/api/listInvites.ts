import * as z from "zod/mini";
import { Role } from "./getMe";
import { getAll } from "./lists";
import { useRead } from "./query";

export const Invite = z.object({
  id: z.string(),
  role: Role,
  email: z.string(),
  max_uses: z.number(),
  joined: z.array(z.object({ name: z.string(), at: z.string() })),
  state: z.enum(["open", "revoked", "expired", "used_up"]),
  expires_at: z.string(),
  created_at: z.string(),
  created_by: z.string(),
});
export type Invite = z.output<typeof Invite>;

export const useInvites = (project: string) =>
  useRead(["project", project, "invites"], () => getAll(`/api/projects/${project}/invites`, Invite));
