import { Import, importsKey, importsPath } from "./imports";
import { getAll } from "./lists";
import { useRead } from "./query";

export const useImports = (project: string) =>
  useRead(importsKey(project), () => getAll(importsPath(project), Import));
