import * as z from "zod/mini";
import { useRead, useWrite } from "./query";
import { request } from "./request";

export const Round = z.object({
  number: z.number(),
  status: z.string(),
  started_at: z.string(),
  ended_at: z.nullable(z.string()),
  tasks: z.number(),
  right: z.number(),
  pairs: z.number(),
  score: z.nullable(z.number()),
  mark: z.nullable(z.number()),
  decided_by: z.string(),
});
export type Round = z.output<typeof Round>;

const Practising = z.object({
  member: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  state: z.string(),
  rounds: z.array(Round),
});
export type Practising = z.output<typeof Practising>;

const Practice = z.object({
  mark: z.nullable(z.number()),
  tasks: z.number(),
  people: z.array(Practising),
});
export type Practice = z.output<typeof Practice>;

const key = (project: string) => ["project", project, "practice"];

/** Where each annotator stands in practice. */
export const usePractice = (project: string) =>
  useRead(key(project), () => request("GET", `/api/projects/${project}/practice`, Practice));

type Input = { member: string; decision: "waived" | "reset" };

/** Wave an annotator through, or ask them to practise. */
export const useDecidePractice = (project: string) =>
  useWrite(
    ({ member, decision }: Input) =>
      request("POST", `/api/projects/${project}/members/${member}/practice`, Round, { decision }),
    [key(project)],
  );
