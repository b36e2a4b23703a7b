import * as z from "zod/mini";
import { Mine } from "./assignment";
import { request } from "./request";

export const SKIP_REASONS = [
  "unclear",
  "no_good_answer",
  "cannot_judge",
  "offensive",
  "broken",
  "other",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export type SkipInput = { client_id: string; reason: SkipReason; note: string };

const Outcome = z.object({ mine: Mine });

export const skipAssignment = (assignment: string, skip: SkipInput) =>
  request("POST", `/api/assignments/${assignment}/skip`, Outcome, skip);
