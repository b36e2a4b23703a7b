import type { Delivery } from "../api/listDeliveries";
import { t } from "../words/t";

export type Shown = { words: string; tone: "live" | "good" | "warning" };

/** Return how a delivery stands: under way before its first attempt, waiting for its next, arrived, or given up. */
export function deliveryWords({ status, attempts }: Pick<Delivery, "status" | "attempts">): Shown {
  if (status === "delivered") return { words: t("hooks.deliveries.delivered"), tone: "good" };
  if (status === "failed") return { words: t("hooks.deliveries.failed"), tone: "warning" };
  return attempts === 0
    ? { words: t("hooks.deliveries.begun"), tone: "live" }
    : { words: t("hooks.deliveries.waiting"), tone: "warning" };
}
