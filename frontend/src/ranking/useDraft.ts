import { useEffect, useRef, useState } from "react";
import { type SavedDraft, writeDraft } from "./drafts";
import { isUntouched, type Work } from "./work";

export type DraftState = "none" | "saving" | "saved" | "unsaved";
const SAVE_AFTER_MS = 250;

/** Keep the work in this browser, a quarter of a second after each change and at once when the page goes away. */
export function useDraft(
  user: string,
  assignment: string,
  work: Work,
  snapshot: () => SavedDraft,
): DraftState {
  const [state, setState] = useState<DraftState>("none");
  const latest = useRef(snapshot);
  latest.current = snapshot;
  const { board, marks, allBad, note } = work;
  const first = useRef({ board, marks, allBad, note });

  useEffect(() => {
    const { current } = first;
    const unchanged =
      current.board === board &&
      current.marks === marks &&
      current.allBad === allBad &&
      current.note === note;
    if (unchanged) return;
    setState("saving");
    const save = async () =>
      setState((await writeDraft(user, assignment, latest.current())) ? "saved" : "unsaved");
    const timer = setTimeout(save, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [user, assignment, board, marks, allBad, note]);

  const untouched = isUntouched(work);
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
