import * as z from "zod/mini";
import { Import, type ImportOptions, importsPath } from "./imports";
import { useWrite } from "./query";
import { request } from "./request";

const stale = (project: string) => [["project", project], ["projects"]];

export const useStartImport = (project: string, id: string) =>
  useWrite(
    (options: ImportOptions) => request("POST", `${importsPath(project)}/${id}/start`, Import, options),
    stale(project),
  );

export const useCancelImport = (project: string, id: string) =>
  useWrite(() => request("POST", `${importsPath(project)}/${id}/cancel`, Import), stale(project));

export const useResumeImport = (project: string, id: string) =>
  useWrite(
    (change: { bad_lines?: "skip" }) =>
      request("POST", `${importsPath(project)}/${id}/resume`, Import, change),
    stale(project),
  );

export const useRemoveImport = (project: string, id: string) =>
  useWrite(() => request("DELETE", `${importsPath(project)}/${id}`, z.unknown()), stale(project));
