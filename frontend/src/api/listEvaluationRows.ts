import * as z from "zod/mini";
import { getPage } from "./lists";
import { Message } from "./message";
import { useReadPages } from "./query";

const Sample = z.object({
  text: z.string(),
  reward: z.nullish(z.number()),
  gold: z.nullish(z.number()),
  tokens: z.nullish(z.number()),
  ended: z.nullish(z.boolean()),
  kl: z.nullish(z.number()),
});
export type Sample = z.output<typeof Sample>;

const Row = z.object({
  prompt_id: z.string(),
  domain: z.nullish(z.string()),
  prompt: z.nullish(z.string()),
  messages: z.nullish(z.array(Message)),
  reference: z.array(Sample),
  policy: z.array(Sample),
});
export type EvaluationRow = z.output<typeof Row>;

export const useEvaluationRows = (evaluation: string) =>
  useReadPages(["evaluation", evaluation, "rows"], `/api/evaluations/${evaluation}/rows`, (path) =>
    getPage(path, Row),
  );
