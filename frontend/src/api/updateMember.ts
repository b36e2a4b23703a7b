import type { Role } from "./getMe";
import { Member } from "./listMembers";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { id: Member["id"]; role: Role };

export const useUpdateMember = (project: string) =>
  useWrite(
    ({ id, role }: Input) => request("PATCH", `/api/projects/${project}/members/${id}`, Member, { role }),
    [["project", project], ["me"]],
  );
