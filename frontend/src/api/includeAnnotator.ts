import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";

export const useIncludeAnnotator = (project: string) =>
  useWrite(
    (exclusion: string) => request("DELETE", `/api/projects/${project}/exclusions/${exclusion}`, z.unknown()),
    [["project", project]],
  );
