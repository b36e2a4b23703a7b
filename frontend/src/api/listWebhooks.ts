import * as z from "zod/mini";
import { getAll } from "./lists";
import { useRead } from "./query";

export const WebhookEvent = z.enum(["ranking.submitted", "project.finished", "run.finished"]);
export type WebhookEvent = z.output<typeof WebhookEvent>;

export const Webhook = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(WebhookEvent),
  status: z.enum(["on", "off"]),
  rotated_at: z.nullable(z.string()),
  created_at: z.string(),
  created_by: z.string(),
});
export type Webhook = z.output<typeof Webhook>;
export const WebhookWithSecret = z.extend(Webhook, { secret: z.string() });

export const useWebhooks = (project: string) =>
  useRead(["project", project, "webhooks"], () => getAll(`/api/projects/${project}/webhooks`, Webhook));
