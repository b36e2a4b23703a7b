import * as z from "zod/mini";
import { getPage } from "./lists";
import { Message, Passage } from "./message";
import { useReadPages } from "./query";

const Task = z.object({
  id: z.string(),
  kind: z.string(),
  priority: z.number(),
  completions: z.array(z.string()),
  solution: z.nullable(z.array(z.array(z.string()))),
  explanation: z.string(),
});
export type Task = z.output<typeof Task>;

export const Prompt = z.object({
  id: z.string(),
  external_id: z.nullish(z.string()),
  domain: z.string(),
  messages: z.array(Message),
  context: z._default(z.array(Passage), []),
  completions: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      model: z.nullish(z.string()),
      names_maker: z._default(z.string(), ""),
      sampling: z.nullish(z.record(z.string(), z.unknown())),
      score: z.nullish(z.number()),
    }),
  ),
  tasks: z.array(Task),
  rankings: z.number(),
});
export type Prompt = z.output<typeof Prompt>;

export function usePrompts(project: string, domain: string, named = false) {
  const asked = new URLSearchParams({ ...(domain && { domain }), ...(named && { named: "true" }) });
  return useReadPages(
    ["project", project, "prompts", domain, String(named)],
    `/api/projects/${project}/prompts?${asked}`,
    (path) => getPage(path, Prompt),
  );
}
