import { Run } from "./getRun";
import { useWrite } from "./query";
import { request } from "./request";

export type RunInput = {
  verb: string;
  name?: string;
  dataset?: string;
  domains?: string[] | undefined;
  settings: Record<string, unknown>;
};

export const useStartRun = (project: string) =>
  useWrite(
    (input: RunInput) => request("POST", `/api/projects/${project}/runs`, Run, input),
    [
      ["project", project, "runs"],
      ["project", project, "latest-runs"],
      ["project", project, "contests"],
    ],
  );
