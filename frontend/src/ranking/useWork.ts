import { useCallback, useRef, useState } from "react";
import type { Assignment } from "../api/assignment";
import type { Task } from "./queue";
import { sayStep } from "./sayStep";
import { newWork, type Step, takeStep, type Work } from "./work";

type Seen = { task: Assignment; work: Work; said: string; moves: number };

export type WorkHands = Omit<Seen, "task"> & {
  /** The work as it is now: two keys can come before the page has shown what the first one did. */
  now: () => Work;
  take: (step: Step) => void;
  takeByKey: (step: Step) => void;
};

/** The work on one task, what to say aloud about its last step, and how many steps were taken by key. */
export function useWork(task: Task): WorkHands {
  const [seen, show] = useState(() => begun(task));
  const latest = useRef(seen);
  const after = useCallback((step: Step, byKey: boolean) => {
    latest.current = stepped(latest.current, step, byKey);
    show(latest.current);
  }, []);
  const now = useCallback(() => latest.current.work, []);
  const take = useCallback((step: Step) => after(step, false), [after]);
  const takeByKey = useCallback((step: Step) => after(step, true), [after]);
  return { ...seen, now, take, takeByKey };
}

function begun({ assignment, draft }: Task): Seen {
  const answers = assignment.answers.map((answer) => answer.id);
  return { task: assignment, work: newWork(answers, assignment.allow_ties, draft), said: "", moves: 0 };
}

function stepped(seen: Seen, step: Step, byKey: boolean): Seen {
  const work = takeStep(seen.work, step);
  const said = sayStep(seen, work, step, seen.task);
  return { ...seen, work, said, moves: byKey ? seen.moves + 1 : seen.moves };
}
