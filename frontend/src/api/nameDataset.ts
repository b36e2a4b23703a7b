import { Import, importsKey, importsPath } from "./imports";
import { useWrite } from "./query";
import { request } from "./request";

export type DatasetName = { hub?: string; folder?: string; config?: string; split?: string };

/** Have the worker fetch a data set to look at. */
export const useNameDataset = (project: string) =>
  useWrite(
    (name: DatasetName) => request("POST", `${importsPath(project)}/datasets`, Import, name),
    [importsKey(project)],
  );
