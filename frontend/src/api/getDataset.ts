import * as z from "zod/mini";
import { Measure } from "./measure";
import { Reference } from "./message";
import { useRead } from "./query";
import { request } from "./request";

const Split = z.object({ train: z.number(), heldout: z.number() });

const Manifest = z.looseObject({
  filters: z.optional(z.record(z.string(), z.unknown())),
  prompts: z.optional(Split),
  rankings: z.optional(z.unknown()),
  pairs: z.optional(Split),
  ties: z.optional(z.unknown()),
  dropped: z.optional(z.record(z.string(), z.number())),
  agreement: z.optional(
    z.looseObject({ raw: z.optional(Measure), alpha: z.optional(Measure), reason: z.optional(z.string()) }),
  ),
  files: z.optional(
    z.array(z.object({ name: z.string(), sha256: z.string(), rows: z.number(), bytes: z.number() })),
  ),
});

export const Dataset = z.object({
  id: z.string(),
  project: Reference,
  name: z.string(),
  version: z.number(),
  status: z.enum(["ready", "building", "failed"]),
  created_at: z.string(),
  created_by: z.nullish(z.union([z.string(), z.object({ name: z.string() })])),
  sha256: z.nullish(z.string()),
  manifest: z.nullish(Manifest),
});
export type Dataset = z.output<typeof Dataset>;

const whileBuilding = (dataset: Dataset | undefined) => (dataset?.status === "building" ? 2_000 : false);

export const useDataset = (id: string) =>
  useRead(["dataset", id], () => request("GET", `/api/datasets/${id}`, Dataset), { every: whileBuilding });
