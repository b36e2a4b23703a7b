import * as z from "zod/mini";
import { Assignment, Mine } from "./assignment";
import { request } from "./request";

export const Claim = z.object({
  assignment: z.nullable(Assignment),
  reason: z.string(),
  message: z.string(),
  retry_after_s: z.nullable(z.number()),
  mine: Mine,
});
export type Claim = z.output<typeof Claim>;

/** Ask for a task beside those in `held`; `practise` begins another round of practice after one that was not passed. */
export const claimAssignment = (project: string, held: string[], practise: boolean) =>
  request("POST", `/api/projects/${project}/assignments`, Claim, { held, ...(practise && { practise }) });
