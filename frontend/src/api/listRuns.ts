import { isLive, Run } from "./getRun";
import { getPage } from "./lists";
import { useRead, useReadPages } from "./query";

const path = (project: string) => `/api/projects/${project}/runs`;

export const useRunPages = (project: string) =>
  useReadPages(["project", project, "runs"], path(project), (next) => getPage(next, Run));

/** The newest runs of a project, read again while one of them is live. */
export const useLatestRuns = (project: string) =>
  useRead(["project", project, "latest-runs"], () => getPage(path(project), Run), {
    every: (page) => (page?.results.some((run) => isLive(run.status)) ? 2_000 : 30_000),
    enabled: project !== "",
  });
