import * as z from "zod/mini";
import { useRead } from "./query";
import { request } from "./request";

const Guidelines = z.object({ version: z.number(), text: z.string(), updated_at: z.nullish(z.string()) });

/** Read the guidelines as they are, or as they were in an older version. */
export function useGuidelines(project: string, version?: number) {
  const query = version === undefined ? "" : `?version=${version}`;
  return useRead(["guidelines", project, version ?? "latest"], () =>
    request("GET", `/api/projects/${project}/guidelines${query}`, Guidelines),
  );
}
