import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { groups: string[][]; explanation: string };

const Solved = z.object({ id: z.string(), kind: z.string() });

/** Make a task gold: set the order of its answers that is known to be right. */
export const useSolveTask = (project: string, task: string) =>
  useWrite(
    (input: Input) => request("PUT", `/api/tasks/${task}/solution`, Solved, input),
    [["project", project]],
  );
