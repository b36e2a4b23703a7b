import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { priority: number } & ({ prompts: string[] } | { domain: string });

const Outcome = z.object({ tasks: z.number() });

export const useSetPriority = (project: string) =>
  useWrite(
    (input: Input) => request("POST", `/api/projects/${project}/priorities`, Outcome, input),
    [["project", project, "prompts"]],
  );
