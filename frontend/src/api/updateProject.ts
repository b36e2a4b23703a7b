import type { ProjectInput } from "./createProject";
import { Project } from "./getProject";
import { useWrite } from "./query";
import { request } from "./request";

type Change = Partial<ProjectInput> & { status?: Project["status"] };

export const updateProject = (id: string, change: Change) =>
  request("PATCH", `/api/projects/${id}`, Project, change);
export const useUpdateProject = (id: string) =>
  useWrite(
    (change: Change) => updateProject(id, change),
    [["projects"], ["project", id], ["guidelines", id], ["me"]],
  );
