import * as z from "zod/mini";
import { Message } from "./message";
import { useRead, useWrite } from "./query";
import { request } from "./request";

const Adjudication = z.object({
  revision: z.number(),
  status: z.enum(["given", "withdrawn"]),
  reviewer: z.string(),
  groups: z.array(z.array(z.string())),
  reason: z.string(),
  created_at: z.string(),
});
export type Adjudication = z.output<typeof Adjudication>;

const ReviewRow = z.object({
  id: z.string(),
  domain: z.string(),
  excerpt: z.string(),
  share: z.nullable(z.number()),
  people: z.nullable(z.number()),
  settled_by: z.string(),
  settled_at: z.nullable(z.string()),
});
export type ReviewRow = z.output<typeof ReviewRow>;

const Reviews = z.object({
  computed_at: z.nullable(z.string()),
  pending: z.boolean(),
  open: z.number(),
  settled: z.number(),
  next: z.nullable(z.number()),
  results: z.array(ReviewRow),
});

export const Review = z.object({
  id: z.string(),
  domain: z.string(),
  messages: z.array(Message),
  allow_ties: z.boolean(),
  answers: z.array(z.object({ id: z.string(), text: z.string() })),
  share: z.number(),
  judged: z.number(),
  people: z.number(),
  rankings: z.array(
    z.object({
      annotator: z.string(),
      is_yours: z.boolean(),
      groups: z.array(z.array(z.string())),
      all_bad: z.boolean(),
      note: z.string(),
      active_ms: z.nullable(z.number()),
    }),
  ),
  adjudications: z.array(Adjudication),
});
export type Review = z.output<typeof Review>;

export type ReviewState = "open" | "settled";

const address = (project: string, task: string) => `/api/projects/${project}/reviews/${task}`;

export const useReviews = (project: string, state: ReviewState, start: number) =>
  useRead(
    ["project", project, "reviews", state, start],
    () => request("GET", `/api/projects/${project}/reviews?state=${state}&start=${start}`, Reviews),
    { keep: true, every: (reviews) => (reviews?.pending ? 3_000 : false) },
  );

export const useReview = (project: string, task: string, names: boolean) =>
  useRead(
    ["project", project, "review", task, String(names)],
    () => request("GET", `${address(project, task)}?names=${names}`, Review),
    { keep: true },
  );

type Settling = { client_id: string; groups: string[][]; reason: string; after: number };
type Withdrawing = Omit<Settling, "groups">;

const stale = (project: string, task: string) => [
  ["project", project, "reviews"],
  ["project", project, "review", task],
];

export const useSettle = (project: string, task: string) =>
  useWrite(
    (input: Settling) => request("POST", address(project, task), Adjudication, input),
    stale(project, task),
  );

export const useWithdraw = (project: string, task: string) =>
  useWrite(
    (input: Withdrawing) => request("POST", `${address(project, task)}/withdrawal`, Adjudication, input),
    stale(project, task),
  );
