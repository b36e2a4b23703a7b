import * as z from "zod/mini";

export const Message = z.object({ role: z.string(), content: z.string() });
export type Message = z.output<typeof Message>;

export const Reference = z.object({ id: z.string(), name: z.string() });
export type Reference = z.output<typeof Reference>;
