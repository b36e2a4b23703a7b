import * as z from "zod/mini";

/** What an answer is rated on beside its rank: so many points, the ends of the scale named. */
export const Criterion = z.object({
  key: z.string(),
  label: z.string(),
  help: z.string(),
  low: z.string(),
  high: z.string(),
  points: z.number(),
});
export type Criterion = z.output<typeof Criterion>;
