import type { Role } from "./getMe";
import { Member } from "./listMembers";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { email: string; role: Role; name?: string; password?: string };

export const useAddMember = (project: string) =>
  useWrite(
    (input: Input) => request("POST", `/api/projects/${project}/members`, Member, input),
    [["project", project, "members"]],
  );
