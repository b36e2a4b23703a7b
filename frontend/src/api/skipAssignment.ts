import * as z from "zod/mini";
import { Mine } from "./assignment";
import { request } from "./request";

export const SKIP_REASONS = {
  unclear: "The prompt is unclear",
  no_good_answer: "No answer is any good",
  cannot_judge: "I cannot judge this",
  offensive: "It is offensive or upsetting",
  broken: "Something is broken",
  other: "Another reason",
} as const;
export type SkipReason = keyof typeof SKIP_REASONS;

export type SkipInput = { client_id: string; reason: SkipReason; note: string };

const Outcome = z.object({ mine: Mine });

export const skipAssignment = (assignment: string, skip: SkipInput) =>
  request("POST", `/api/assignments/${assignment}/skip`, Outcome, skip);
