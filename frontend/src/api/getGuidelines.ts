import * as z from "zod/mini";
import { useRead } from "./query";
import { request } from "./request";

const Guidelines = z.object({ version: z.number(), text: z.string(), updated_at: z.nullish(z.string()) });

export const useGuidelines = (project: string) =>
  useRead(["guidelines", project], () => request("GET", `/api/projects/${project}/guidelines`, Guidelines));
