import { Import, importsKey, importsPath } from "./imports";
import { useWrite } from "./query";
import { request } from "./request";

function openImport(project: string, file: File): Promise<Import> {
  const form = new FormData();
  form.set("file", file);
  return request("POST", `${importsPath(project)}/drafts`, Import, form);
}

/** Send a file to look at; nothing of it is kept in the project yet. */
export const useOpenImport = (project: string) =>
  useWrite((file: File) => openImport(project, file), [importsKey(project)]);
