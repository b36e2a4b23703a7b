import { useLayoutEffect, useRef } from "react";
import { type Action, actionFor, ownsKeys } from "./keys";

/**
 * Hear the keys of the ranking page: not in text fields (but to submit), not while a dialog is open. They are heard from the
 * very moment the task is shown: an effect after the first picture would lose a quick hand's first key.
 */
export function useKeys(single: boolean, act: (action: Action) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const action = actionFor(event, single);
      if (!action || (ownsKeys(event.target) && action.kind !== "submit")) return;
      event.preventDefault();
      latest.current(action);
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, [single]);
}
