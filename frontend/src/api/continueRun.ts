import * as z from "zod/mini";
import { Run } from "./getRun";
import { useRead, useWrite } from "./query";
import { request } from "./request";

const Continuation = z.object({ steps: z.array(z.number()), kept: z.array(z.string()) });

/** From which steps a new run can go on, and which settings it takes over. */
export const useContinuation = (run: string) =>
  useRead(["run", run, "continuation"], () => request("GET", `/api/runs/${run}/continuations`, Continuation));

export type ContinueInput = {
  settings: Record<string, string | number | string[]>;
  step: number | null;
  name: string;
};

export const useContinueRun = (run: string, project: string) =>
  useWrite(
    (input: ContinueInput) => request("POST", `/api/runs/${run}/continuations`, Run, input),
    [
      ["run", run],
      ["project", project, "runs"],
      ["project", project, "latest-runs"],
    ],
  );
