import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { kind: SolvedKind; groups: string[][]; explanation: string };

/** gold: unmarked among the others. practice: before real tasks, with its solution afterwards. */
export type SolvedKind = "gold" | "practice";

const Solved = z.object({ id: z.string(), kind: z.string() });

/** Make a task gold or practice: set the order of its answers that is known to be right. */
export const useSolveTask = (project: string, task: string) =>
  useWrite(
    (input: Input) => request("PUT", `/api/tasks/${task}/solution`, Solved, input),
    [["project", project]],
  );
