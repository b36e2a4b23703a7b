import * as z from "zod/mini";
import type { RunEvent } from "../api/getRunEvents";

const Said = z.object({ at: z.string(), level: z.string(), message: z.string() });

/** Return what a run said in words, a line each with its time of day, warnings marked. */
export function wordsOf(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => {
    const said = Said.safeParse(event);
    if (event.kind !== "log" || !said.success) return [];
    const { at, level, message } = said.data;
    const time = new Date(at).toLocaleTimeString("en-GB");
    return [`${time}  ${level === "warning" ? "Warning: " : ""}${message}`];
  });
}
