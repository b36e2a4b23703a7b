import type { RunEvent } from "../../api/getRunEvents";
import { Measures } from "../../api/measures";

/** Return what the run measured of its model last; null where it has not, or told it in a form unknown here. */
export function measuresOf(events: readonly RunEvent[]): Measures | null {
  const told = events.findLast((event) => event.kind === "measures");
  return Measures.safeParse(told?.values).data ?? null;
}
