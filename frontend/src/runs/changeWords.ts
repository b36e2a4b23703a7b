import { figure } from "../ui/numbers";

/** Return what a run does otherwise than the one it goes on from: "kl coefficient 0.05 → 0.1, steps 40 → 60". */
export const changeWords = (changes: Record<string, readonly [unknown, unknown]>): string =>
  Object.entries(changes)
    .map(([name, [before, now]]) => `${name.replaceAll("_", " ")} ${said(before)} → ${said(now)}`)
    .join(", ");

const said = (value: unknown): string =>
  typeof value === "number" ? figure(value) : String(value || "none");
