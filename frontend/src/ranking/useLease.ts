import { useEffect } from "react";
import type { Assignment } from "../api/assignment";
import { renewAssignment } from "../api/renewAssignment";
import { ApiError } from "../api/request";

const ACTIVE_WITHIN_MS = 5 * 60_000;

/** Return when to renew next: half-way to the end, between 15 s and 5 min from now. */
export const renewIn = (untilMs: number, nowMs: number): number =>
  Math.min(300_000, Math.max(15_000, (untilMs - nowMs) / 2));

type Told = {
  renewed: (assignment: string, until: string) => void;
  /** Somebody else has the seat. */
  gone: (assignment: string) => void;
};

/**
 * Renew the seat while someone is at work, and at once when someone comes back to a page whose time ran out. A lease that
 * ran out costs nothing: a late ranking is kept.
 */
export function useLease(
  assignment: Assignment | undefined,
  idleFor: () => number,
  { renewed, gone }: Told,
): void {
  const id = assignment?.id;
  const until = assignment?.lease_until;
  useEffect(() => {
    if (!id || !until) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const plan = (delay: number) => {
      clearTimeout(timer);
      timer = setTimeout(renew, delay);
    };
    const renew = async () => {
      if (document.visibilityState !== "visible" || idleFor() > ACTIVE_WITHIN_MS) return plan(15_000);
      try {
        renewed(id, (await renewAssignment(id)).lease_until);
      } catch (error) {
        if (error instanceof ApiError && error.status === 409) gone(id);
        else plan(60_000);
      }
    };
    const look = () => {
      if (document.visibilityState === "visible" && Date.parse(until) < Date.now()) plan(0);
    };
    plan(renewIn(Date.parse(until), Date.now()));
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [id, until, idleFor, renewed, gone]);
}
