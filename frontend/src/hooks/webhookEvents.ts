import type { WebhookEvent } from "../api/listWebhooks";
import { t } from "../words/t";

const NAMES = {
  "ranking.submitted": "ranking",
  "project.finished": "project",
  "run.finished": "run",
} as const satisfies Record<WebhookEvent, string>;

export const EVENTS = Object.keys(NAMES) as WebhookEvent[];

/** Say when an event happens. */
export const sayEvent = (event: WebhookEvent): string => t(`hooks.event.${NAMES[event]}`);
