import * as z from "zod/mini";
import { getPage } from "./lists";
import { useReadPages } from "./query";

export const Delivery = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.enum(["waiting", "delivered", "failed"]),
  attempts: z.number(),
  next_at: z.nullable(z.string()),
  last_at: z.nullable(z.string()),
  response_code: z.nullable(z.number()),
  response_text: z.string(),
  problem: z.string(),
  created_at: z.string(),
});
export type Delivery = z.output<typeof Delivery>;

export const deliveriesKey = (webhook: string) => ["webhook", webhook, "deliveries"];

/** What is under way is looked at again every three seconds. */
export const useDeliveries = (project: string, webhook: string) =>
  useReadPages(
    deliveriesKey(webhook),
    `/api/projects/${project}/webhooks/${webhook}/deliveries?limit=20`,
    (path) => getPage(path, Delivery),
    3_000,
  );
