import { Import, type ImportStatus, importsKey, importsPath } from "./imports";
import { useRead } from "./query";
import { request } from "./request";

const UNDER_WAY: readonly ImportStatus[] = ["fetching", "queued", "running", "removing"];
export const isUnderWay = (status: ImportStatus): boolean => UNDER_WAY.includes(status);

/** Follow an import; while it is under way, ask again every second. */
export const useImport = (project: string, id: string) =>
  useRead([...importsKey(project), id], () => request("GET", `${importsPath(project)}/${id}`, Import), {
    every: (data) => (data && isUnderWay(data.status) ? 1000 : false),
  });
