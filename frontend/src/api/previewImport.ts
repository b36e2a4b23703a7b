import * as z from "zod/mini";
import { Found, ImportCounts, type ImportOptions, importsKey, importsPath } from "./imports";
import { Message } from "./message";
import { useRead } from "./query";
import { request } from "./request";

const Row = z.object({
  line: z.number(),
  external_id: z.nullable(z.string()),
  domain: z.string(),
  messages: z.array(Message),
  answers: z.array(z.object({ text: z.string(), model: z.string() })),
  rankings: z.array(z.object({ annotator: z.string(), groups: z.array(z.array(z.number())) })),
});
export type PreviewRow = z.output<typeof Row>;

const Preview = z.object({
  shape: z.string(),
  title: z.string(),
  columns: z.array(z.object({ name: z.string(), sample: z.string() })),
  mapping: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
  whole: z.boolean(),
  counts: ImportCounts,
  rows: z.array(Row),
  problems: z.array(Found),
  warnings: z.array(Found),
});
export type Preview = z.output<typeof Preview>;

/** Look at what an import would bring; without options, by what the names of its columns suggest. */
export const usePreview = (project: string, id: string, options: ImportOptions | null) =>
  useRead(
    [...importsKey(project), id, "preview", JSON.stringify(options)],
    () => request("POST", `${importsPath(project)}/${id}/preview`, Preview, options ?? { guess: true }),
    { keep: true },
  );
