import { Exclusion } from "./listExclusions";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { annotator: string; reason: string; reopen_seats: boolean };

export const useExcludeAnnotator = (project: string) =>
  useWrite(
    (input: Input) => request("POST", `/api/projects/${project}/exclusions`, Exclusion, input),
    [["project", project]],
  );
