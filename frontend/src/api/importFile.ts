import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";

const ImportReport = z.object({
  dry_run: z.boolean(),
  rows: z.number(),
  prompts: z.number(),
  completions: z.number(),
  rankings: z.number(),
  tasks: z.number(),
  duplicates: z.number(),
  warnings: z.array(z.object({ line: z.nullish(z.number()), message: z.string() })),
});
export type ImportReport = z.output<typeof ImportReport>;

type Input = { file: File; dryRun: boolean };

export function importFile(project: string, { file, dryRun }: Input): Promise<ImportReport> {
  const form = new FormData();
  form.set("file", file);
  form.set("format", "auto");
  form.set("dry_run", String(dryRun));
  return request("POST", `/api/projects/${project}/imports`, ImportReport, form);
}

export const useCheckFile = (project: string) =>
  useWrite((file: File) => importFile(project, { file, dryRun: true }));
export const useImportFile = (project: string) =>
  useWrite(
    (file: File) => importFile(project, { file, dryRun: false }),
    [["project", project], ["projects"]],
  );
