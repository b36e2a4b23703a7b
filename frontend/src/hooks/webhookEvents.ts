import type { WebhookEvent } from "../api/listWebhooks";

export const EVENTS: Record<WebhookEvent, string> = {
  "ranking.submitted": "each ranking, and each new revision of one",
  "project.finished": "once, when everything asked for is ranked",
  "run.finished": "when a run completes, fails, is stopped or lost",
};
