import * as z from "zod/mini";
import { Measure } from "./measure";
import { useRead } from "./query";
import { request } from "./request";

const Agreement = z.object({
  by_domain: z.optional(z.array(z.object({ domain: z.string(), raw: Measure, alpha: Measure }))),
});

export const useAgreement = (project: string) =>
  useRead(["project", project, "agreement"], () =>
    request("GET", `/api/projects/${project}/agreement`, Agreement),
  );
