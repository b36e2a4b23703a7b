import * as z from "zod/mini";

/** A number with its 95 % bootstrap interval and the number of things it was measured on. */
export const Measure = z.object({
  value: z.nullable(z.number()),
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
  n: z.number(),
});
export type Measure = z.output<typeof Measure>;
