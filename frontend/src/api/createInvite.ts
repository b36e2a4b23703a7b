import * as z from "zod/mini";
import type { Role } from "./getMe";
import { Invite } from "./listInvites";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { role: Role; email: string; expires_in_days: number; max_uses: number };
const NewInvite = z.extend(Invite, { link: z.string() });

export const useCreateInvite = (project: string) =>
  useWrite(
    (input: Input) => request("POST", `/api/projects/${project}/invites`, NewInvite, input),
    [["project", project, "invites"]],
  );
