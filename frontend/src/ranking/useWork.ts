import { useCallback, useReducer } from "react";
import { isComplete } from "./board";
import type { Task } from "./queue";
import { sayPlace } from "./words";
import { newWork, type Step, takeStep, type Work } from "./work";

type Seen = { work: Work; said: string; moves: number };
type Taken = { step: Step; byKey: boolean };

export type WorkHands = Seen & { take: (step: Step) => void; takeByKey: (step: Step) => void };

/** The work on one task, what to say aloud about its last step, and how many steps were taken by key. */
export function useWork({ assignment, draft }: Task): WorkHands {
  const [seen, dispatch] = useReducer(after, null, () => ({
    work: newWork(
      assignment.answers.map((answer) => answer.id),
      assignment.allow_ties,
      draft,
    ),
    said: "",
    moves: 0,
  }));
  const take = useCallback((step: Step) => dispatch({ step, byKey: false }), []);
  const takeByKey = useCallback((step: Step) => dispatch({ step, byKey: true }), []);
  return { ...seen, take, takeByKey };
}

function after(seen: Seen, { step, byKey }: Taken): Seen {
  const work = takeStep(seen.work, step);
  return { work, said: say(seen, work, step), moves: byKey ? seen.moves + 1 : seen.moves };
}

function say(before: Seen, work: Work, step: Step): string {
  if (step.kind === "undo" && work !== before.work) return `Undone. ${sayPlace(work.board, work.focused)}`;
  if (step.kind === "all-bad") return work.allBad ? "All answers are marked as bad" : "Mark taken back";
  if (work.board === before.work.board || !("answer" in step)) return before.said;
  const done = isComplete(work.board) ? "All answers are placed. Submit with Control Enter." : "";
  return [sayPlace(work.board, step.answer), done].filter((part) => part !== "").join(". ");
}
