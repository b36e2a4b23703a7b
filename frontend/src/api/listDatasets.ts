import { Dataset } from "./getDataset";
import { getAll } from "./lists";
import { useRead } from "./query";

export const useDatasets = (project: string) =>
  useRead(["project", project, "datasets"], () => getAll(`/api/projects/${project}/datasets`, Dataset), {
    every: (rows) => (rows?.some((row) => row.status === "building") ? 2_000 : false),
    enabled: project !== "",
  });
