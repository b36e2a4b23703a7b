import { useCallback, useReducer } from "react";
import type { Assignment } from "../api/assignment";
import type { Task } from "./queue";
import { sayStep } from "./sayStep";
import { newWork, type Step, takeStep, type Work } from "./work";

type Seen = { task: Assignment; work: Work; said: string; moves: number };
type Taken = { step: Step; byKey: boolean };

export type WorkHands = Omit<Seen, "task"> & { take: (step: Step) => void; takeByKey: (step: Step) => void };

/** The work on one task, what to say aloud about its last step, and how many steps were taken by key. */
export function useWork({ assignment, draft }: Task): WorkHands {
  const [seen, dispatch] = useReducer(after, null, () => ({
    task: assignment,
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
  const said = sayStep(seen, work, step, seen.task);
  return { ...seen, work, said, moves: byKey ? seen.moves + 1 : seen.moves };
}
