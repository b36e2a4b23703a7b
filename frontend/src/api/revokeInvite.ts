import { Invite } from "./listInvites";
import { useWrite } from "./query";
import { request } from "./request";

export const useRevokeInvite = (project: string) =>
  useWrite(
    (id: string) => request("DELETE", `/api/projects/${project}/invites/${id}`, Invite),
    [["project", project, "invites"]],
  );
