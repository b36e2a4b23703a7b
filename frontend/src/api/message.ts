import * as z from "zod/mini";

export const Message = z.object({ role: z.string(), content: z.string() });
export type Message = z.output<typeof Message>;

export const Passage = z.object({ title: z.string(), text: z.string() });
export type Passage = z.output<typeof Passage>;

export const Reference = z.object({ id: z.string(), name: z.string() });
export type Reference = z.output<typeof Reference>;
