import type { Action } from "./keys";
import type { Step } from "./work";

/** Return the step on the board that an action means for an answer, or null where it is about something else. */
export function stepFor(action: Action, answer: string, canUndo: boolean): Step | null {
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
      return canUndo ? { kind: "undo" } : null;
    default:
      return null;
  }
}
