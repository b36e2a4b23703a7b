import { Project } from "./getProject";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { members: boolean; prompts: boolean };

export const useDuplicateProject = (project: string) =>
  useWrite(
    (input: Input) => request("POST", `/api/projects/${project}/duplicate`, Project, input),
    [["projects"], ["me"]],
  );
