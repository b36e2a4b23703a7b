import * as z from "zod/mini";
import { Assignment } from "./assignment";
import { useRead } from "./query";
import { request } from "./request";

const Round = z.object({
  status: z.string(),
  number: z.number(),
  tasks: z.number(),
  score: z.nullable(z.number()),
  mark: z.nullable(z.number()),
});

/** A practice task that was ranked: the ranking beside the solution, both under the ids of the assignment's answers. */
export const Practised = z.object({
  assignment: Assignment,
  groups: z.array(z.array(z.string())),
  solution: z.array(z.array(z.string())),
  explanation: z.string(),
  right: z.number(),
  pairs: z.number(),
  round: Round,
});
export type Practised = z.output<typeof Practised>;

export const usePractised = (assignment: string, enabled: boolean) =>
  useRead(
    ["practised", assignment],
    () => request("GET", `/api/assignments/${assignment}/solution`, Practised),
    { enabled },
  );
