import { useEffect, useRef, useState } from "react";
import { type SavedDraft, writeDraft } from "./drafts";
import { isSameWork, isUntouched, type Work } from "./work";

export type DraftState = "none" | "saving" | "saved" | "unsaved";
const SAVE_AFTER_MS = 250;

/** Keep the work in this browser, a quarter of a second after each change and at once when the page goes away. */
export function useDraft(
  user: string,
  assignment: string,
  work: Work,
  isPast: boolean,
  snapshot: () => SavedDraft,
): DraftState {
  const [state, setState] = useState<DraftState>("none");
  const latest = useRef(snapshot);
  latest.current = snapshot;
  const { board, marks, allBad, note } = work;
  const first = useRef(work);
  const unchanged = isSameWork(first.current, work);
  const hasBegun = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change is saved anew
  useEffect(() => {
    if (unchanged && !hasBegun.current) return;
    hasBegun.current = true;
    setState("saving");
    const save = async () =>
      setState((await writeDraft(user, assignment, latest.current())) ? "saved" : "unsaved");
    const timer = setTimeout(save, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [user, assignment, unchanged, board, marks, allBad, note]);

  // What is only looked at again is no draft; a new task is one as soon as anything is on its board.
  const untouched = isUntouched(work) || (isPast && unchanged);
  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === "hidden" && !untouched)
        void writeDraft(user, assignment, latest.current());
    };
    document.addEventListener("visibilitychange", leave);
    return () => document.removeEventListener("visibilitychange", leave);
  }, [user, assignment, untouched]);

  return state;
}
