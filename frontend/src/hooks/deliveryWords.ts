import type { Delivery } from "../api/listDeliveries";

export type Shown = { words: string; tone: "live" | "good" | "warning" };

/** Return how a delivery stands: under way before its first attempt, waiting for its next, arrived, or given up. */
export function deliveryWords({ status, attempts }: Pick<Delivery, "status" | "attempts">): Shown {
  if (status === "delivered") return { words: "delivered", tone: "good" };
  if (status === "failed") return { words: "given up", tone: "warning" };
  return attempts === 0
    ? { words: "on its way", tone: "live" }
    : { words: "tried, waiting", tone: "warning" };
}
