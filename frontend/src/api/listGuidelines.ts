import * as z from "zod/mini";
import { getAll } from "./lists";
import { useRead } from "./query";

const Version = z.object({ version: z.number(), updated_at: z.string(), by: z.string() });

export const useGuidelineVersions = (project: string) =>
  useRead(["guidelines", project, "versions"], () =>
    getAll(`/api/projects/${project}/guidelines/versions`, Version),
  );
