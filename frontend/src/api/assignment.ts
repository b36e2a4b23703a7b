import * as z from "zod/mini";
import { Criterion } from "./criterion";
import { Message, Passage, Reference } from "./message";

/** One task as its annotator sees it: answers in the order to show, and nothing that tells where they came from. */
export const Assignment = z.object({
  id: z.string(),
  project: Reference,
  domain: z.string(),
  prompt: z.object({ messages: z.array(Message), context: z._default(z.array(Passage), []) }),
  answers: z.array(z.object({ id: z.string(), text: z.string() })).check(z.minLength(1)),
  allow_ties: z.boolean(),
  allow_partial: z.boolean(),
  criteria: z.array(Criterion),
  criteria_required: z.boolean(),
  asks_confidence: z.boolean(),
  lease_until: z.string(),
  guideline_version: z.nullable(z.number()),
  /** Of a practice task: where it stands in its round. */
  practice: z._default(z.nullable(z.object({ number: z.number(), of: z.number(), round: z.number() })), null),
});
export type Assignment = z.output<typeof Assignment>;
export type Answer = Assignment["answers"][number];

export const Mine = z.object({
  today: z.number(),
  total: z.number(),
  project_total_seats: z.number(),
  project_filled_seats: z.number(),
});
export type Mine = z.output<typeof Mine>;
