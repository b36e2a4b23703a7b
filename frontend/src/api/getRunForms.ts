import * as z from "zod/mini";
import { useRead } from "./query";
import { request } from "./request";

const Setting = z.object({
  name: z.string(),
  type: z.enum(["integer", "number", "text", "texts"]),
  default: z.nullable(z.union([z.string(), z.number(), z.array(z.string())])),
  required: z.boolean(),
  label: z.string(),
  help: z.string(),
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
  choices: z.array(z.string()),
  kind: z.string(),
  /** The heading under which it is folded away; null: it is shown. */
  fold: z.nullable(z.string()),
});
export type Setting = z.output<typeof Setting>;

const Verb = z.object({
  verb: z.string(),
  title: z.string(),
  summary: z.string(),
  inputs: z.array(z.string()),
  settings: z.array(Setting),
});
export type Verb = z.output<typeof Verb>;

const Forms = z.object({ verbs: z.array(Verb) });

export const useRunForms = () => useRead(["run-forms"], () => request("GET", "/api/run-forms", Forms));
