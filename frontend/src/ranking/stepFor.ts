import type { Action } from "./keys";
import { nextConfidence } from "./marks";
import type { Step, Work } from "./work";

/** Return the step that an action means for the answer in focus, or null where it is about something else. */
export function stepFor(
  action: Action,
  { focused: answer, past, marks }: Work,
  asksConfidence: boolean,
): Step | null {
  switch (action.kind) {
    case "place":
      return { kind: "place", answer, rank: action.rank, goOn: true };
    case "move":
      return { kind: "move", answer, by: action.by };
    case "next":
      return { kind: "focus-next", by: action.by };
    case "tie":
    case "unplace":
      return { kind: action.kind, answer };
    case "all-bad":
      return { kind: "all-bad" };
    case "undo":
      return past.length > 0 ? { kind: "undo" } : null;
    case "confidence":
      return asksConfidence ? { kind: "confidence", confidence: nextConfidence(marks.confidence) } : null;
    default:
      return null;
  }
}
