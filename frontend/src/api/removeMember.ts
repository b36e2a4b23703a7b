import * as z from "zod/mini";
import type { Member } from "./listMembers";
import { useWrite } from "./query";
import { request } from "./request";

export const useRemoveMember = (project: string) =>
  useWrite(
    (id: Member["id"]) => request("DELETE", `/api/projects/${project}/members/${id}`, z.unknown()),
    [["project", project, "members"], ["me"]],
  );
