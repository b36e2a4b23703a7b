import { useCallback, useEffect, useRef, useState } from "react";
import { type SavedDraft, writeDraft, writeDraftUnlessNewer } from "./drafts";
import { isSameWork, isUntouched, type Work } from "./work";

export type DraftState = "none" | "saving" | "saved" | "unsaved";
const SAVE_WITHIN_MS = 250;

/**
 * Keep the work in this browser: a quarter of a second after it began to change, and at once when the page is hidden or
 * left. Where this page has nothing new to keep, it leaves alone what another tab has kept meanwhile.
 */
export function useDraft(
  user: string,
  assignment: string,
  work: Work,
  isPast: boolean,
  snapshot: () => SavedDraft | undefined,
): DraftState {
  const [state, setState] = useState<DraftState>("none");
  const latest = useRef(snapshot);
  latest.current = snapshot;
  const { board, marks, allBad, note } = work;
  const first = useRef(work);
  const unchanged = isSameWork(first.current, work);
  const hasBegun = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const keptAt = useRef(Date.now());

  const keep = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const draft = latest.current();
    if (!draft) return;
    keptAt.current = draft.savedAt;
    const isKept = await writeDraft(user, assignment, draft);
    if (timer.current === undefined) setState(isKept ? "saved" : "unsaved");
  }, [user, assignment]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change is saved anew
  useEffect(() => {
    if ((unchanged && !hasBegun.current) || timer.current !== undefined) return;
    hasBegun.current = true;
    setState("saving");
    timer.current = setTimeout(() => void keep(), SAVE_WITHIN_MS);
  }, [keep, unchanged, board, marks, allBad, note]);
  useEffect(
    () => () => {
      if (timer.current !== undefined) void keep();
    },
    [keep],
  );

  // What is only looked at again is no draft; a new task is one as soon as anything is on its board.
  const untouched = isUntouched(work) || (isPast && unchanged);
  useEffect(() => {
    const leave = () => {
      if (document.visibilityState !== "hidden" || untouched) return;
      if (timer.current !== undefined) return void keep();
      const draft = latest.current();
      if (draft) void writeDraftUnlessNewer(user, assignment, draft, keptAt.current);
    };
    document.addEventListener("visibilitychange", leave);
    return () => document.removeEventListener("visibilitychange", leave);
  }, [user, assignment, keep, untouched]);

  return state;
}
