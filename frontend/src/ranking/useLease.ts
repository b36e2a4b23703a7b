import { useEffect } from "react";
import type { Assignment } from "../api/assignment";
import { renewAssignment } from "../api/renewAssignment";

const ACTIVE_WITHIN_MS = 5 * 60_000;

/** Return when to renew next: half-way to the end, between 15 s and 5 min from now. */
export const renewIn = (untilMs: number, nowMs: number): number =>
  Math.min(300_000, Math.max(15_000, (untilMs - nowMs) / 2));

/** Renew the seat while someone is at work. A lease that ran out costs nothing: a late ranking is kept. */
export function useLease(
  assignment: Assignment | undefined,
  idleFor: () => number,
  renewed: (assignment: string, until: string) => void,
): void {
  const id = assignment?.id;
  const until = assignment?.lease_until;
  useEffect(() => {
    if (!id || !until) return;
    let timer: ReturnType<typeof setTimeout>;
    const plan = (delay: number) => {
      timer = setTimeout(renew, delay);
    };
    const renew = async () => {
      if (document.visibilityState !== "visible" || idleFor() > ACTIVE_WITHIN_MS) return plan(15_000);
      const renewal = await renewAssignment(id).catch(() => null);
      if (renewal) renewed(id, renewal.lease_until);
      else plan(60_000);
    };
    plan(renewIn(Date.parse(until), Date.now()));
    return () => clearTimeout(timer);
  }, [id, until, idleFor, renewed]);
}
