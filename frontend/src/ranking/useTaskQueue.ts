import { type RefObject, useCallback, useEffect, useReducer, useRef, useState } from "react";
import type { Assignment } from "../api/assignment";
import { claimAssignment } from "../api/claimAssignment";
import { ApiError } from "../api/request";
import { readDraft, type SavedDraft } from "./drafts";
import { useOutbox } from "./OutboxProvider";
import { pauseAfter, waiting } from "./outbox";
import { advance, emptyQueue, heldIds, type Queue, wantsTask } from "./queue";

const TAKE_BACK_MS = 10_000;

export type TaskQueue = Queue & {
  problem: ApiError | null;
  finish: (draft: SavedDraft | undefined) => void;
  reopen: () => void;
  lookAgain: () => void;
  /** Begin another round of practice after one that was not passed. */
  practise: () => void;
  renewed: (assignment: string, until: string) => void;
  gone: (assignment: string) => void;
};

/** Keep a task on the page and one ahead; ask for nothing while a submission is still on its way, or while `rests`. */
export function useTaskQueue(project: string, user: string, rests = false): TaskQueue {
  const [queue, dispatch] = useReducer(advance, emptyQueue);
  const { state: outbox } = useOutbox();
  const clear = outbox.loaded && !outbox.sending && waiting(outbox).length === 0;
  const again = useRef(false);
  const [problem, ask] = useClaims(project, user, dispatch, again);
  const [turn, setTurn] = useState(0);

  const wants = clear && !rests && wantsTask(queue);
  const held = heldIds(queue).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again
  useEffect(() => {
    if (wants) return ask(held === "" ? [] : held.split(" "));
  }, [wants, held, ask, turn]);

  const wait = queue.nothing?.retryAfterS;
  useEffect(() => {
    if (!wait) return;
    const timer = setTimeout(() => dispatch({ kind: "look-again" }), Math.max(5, wait) * 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  const previous = queue.previous;
  useEffect(() => {
    if (!previous) return;
    const timer = setTimeout(() => dispatch({ kind: "previous-gone" }), TAKE_BACK_MS);
    return () => clearTimeout(timer);
  }, [previous]);

  const lookAgain = useCallback(() => {
    dispatch({ kind: "look-again" });
    setTurn((before) => before + 1);
  }, []);
  return {
    ...queue,
    problem,
    finish: useCallback((draft) => dispatch({ kind: "finished", draft }), []),
    reopen: useCallback(() => dispatch({ kind: "reopened" }), []),
    lookAgain,
    practise: useCallback(() => {
      again.current = true;
      lookAgain();
    }, [lookAgain]),
    renewed: useCallback((assignment, until) => dispatch({ kind: "renewed", assignment, until }), []),
    gone: useCallback((assignment) => dispatch({ kind: "gone", assignment }), []),
  };
}

type Dispatch = (event: Parameters<typeof advance>[1]) => void;
type Ask = (held: string[]) => () => void;

/** Return the last problem and a function that claims until an answer comes; what it returns gives up. */
function useClaims(
  project: string,
  user: string,
  dispatch: Dispatch,
  again: RefObject<boolean>,
): [ApiError | null, Ask] {
  const [problem, setProblem] = useState<ApiError | null>(null);
  const ask = useCallback<Ask>(
    (held) => {
      let given = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const attempt = async (tries: number): Promise<void> => {
        try {
          const claim = await claimAssignment(project, held, again.current);
          again.current = false;
          const draft = await draftFor(user, claim.assignment);
          if (given) return;
          setProblem(null);
          dispatch({ kind: "claimed", claim, draft });
        } catch (error) {
          if (given || !(error instanceof ApiError)) return;
          setProblem(error);
          if (error.temporary) timer = setTimeout(() => void attempt(tries + 1), pauseAfter(tries));
        }
      };
      void attempt(0);
      return () => {
        given = true;
        clearTimeout(timer);
      };
    },
    [project, user, dispatch, again],
  );
  return [problem, ask];
}

const draftFor = async (user: string, assignment: Assignment | null): Promise<SavedDraft | undefined> =>
  assignment ? readDraft(user, assignment.id) : undefined;
