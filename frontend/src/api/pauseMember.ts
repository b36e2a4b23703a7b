import { Member } from "./listMembers";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { id: Member["id"]; paused: boolean };

export const usePauseMember = (project: string) =>
  useWrite(
    ({ id, paused }: Input) =>
      request("POST", `/api/projects/${project}/members/${id}/pause`, Member, { paused }),
    [["project", project]],
  );
