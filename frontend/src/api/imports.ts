import * as z from "zod/mini";

export const Found = z.object({ line: z.nullish(z.number()), field: z.string(), message: z.string() });
export type Found = z.output<typeof Found>;

export const ImportCounts = z.object({
  rows: z.number(),
  prompts: z.number(),
  completions: z.number(),
  rankings: z.number(),
  tasks: z.number(),
  duplicates: z.number(),
  bad: z.number(),
});
export type ImportCounts = z.output<typeof ImportCounts>;

export const ImportStatus = z.enum([
  "fetching",
  "draft",
  "queued",
  "running",
  "complete",
  "failed",
  "cancelled",
  "removing",
  "removed",
]);
export type ImportStatus = z.output<typeof ImportStatus>;

export const Import = z.object({
  id: z.string(),
  file_name: z.string(),
  size: z.number(),
  created_at: z.string(),
  by: z.nullish(z.string()),
  removed_by: z.nullish(z.string()),
  status: ImportStatus,
  rows_total: z.number(),
  rows_done: z.number(),
  counts: ImportCounts,
  problem: z.string(),
  problems: z.array(Found),
  warnings: z.array(Found),
  has_report: z.boolean(),
});
export type Import = z.output<typeof Import>;

export type Mapping = Record<string, string | string[] | null>;
export type ImportOptions = {
  mapping: Mapping;
  domain: string;
  known: "skip" | "refuse";
  bad_lines: "skip" | "refuse";
};

export const importsPath = (project: string): string => `/api/projects/${project}/imports`;
export const importsKey = (project: string) => ["project", project, "imports"] as const;
