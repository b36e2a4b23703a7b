import { useCallback, useState } from "react";

const keyOf = (user: string, project: string) => `podium:practised:${user}:${project}`;

/** The practice task whose solution is still to be read: remembered in this browser, so that a reload loses nothing. */
export function usePendingSolution(user: string, project: string) {
  const key = keyOf(user, project);
  const [pending, setPending] = useState(() => localStorage.getItem(key));
  const show = useCallback(
    (assignment: string) => {
      localStorage.setItem(key, assignment);
      setPending(assignment);
    },
    [key],
  );
  const done = useCallback(() => {
    localStorage.removeItem(key);
    setPending(null);
  }, [key]);
  return { pending, show, done };
}
