import type { Assignment, Mine } from "../api/assignment";
import type { Claim } from "../api/claimAssignment";
import type { SavedDraft } from "./drafts";

export type Task = {
  readonly assignment: Assignment;
  readonly draft: SavedDraft | undefined;
  /** Its time ran out and its seat went to somebody else: a ranking of it is kept, as a late one. */
  readonly isGone?: boolean;
};

/** Why there is no task now. */
export type Nothing = { reason: string; message: string; retryAfterS: number | null };

export type Queue = {
  readonly current: Task | null;
  readonly ahead: readonly Task[];
  readonly nothing: Nothing | null;
  /** The last look ahead found nothing: ask again only when the current task is done. */
  readonly dry: boolean;
  readonly mine: Mine | null;
  /** The task just submitted, which can be taken back for a moment. */
  readonly previous: Task | null;
};

export type QueueEvent =
  | { kind: "claimed"; claim: Claim; draft: SavedDraft | undefined }
  | { kind: "finished"; draft: SavedDraft | undefined }
  | { kind: "reopened" }
  | { kind: "previous-gone" }
  | { kind: "renewed"; assignment: string; until: string }
  | { kind: "gone"; assignment: string }
  | { kind: "look-again" };

export const emptyQueue: Queue = {
  current: null,
  ahead: [],
  nothing: null,
  dry: false,
  mine: null,
  previous: null,
};

export const wantsTask = (queue: Queue): boolean =>
  queue.current ? queue.ahead.length === 0 && !queue.dry : !queue.nothing;

export const heldIds = (queue: Queue): string[] =>
  [queue.current, ...queue.ahead].flatMap((task) => (task ? [task.assignment.id] : []));

export function advance(queue: Queue, event: QueueEvent): Queue {
  switch (event.kind) {
    case "claimed":
      return claimed(queue, event.claim, event.draft);
    case "finished":
      return finished(queue, event.draft);
    case "reopened":
      return reopened(queue);
    case "previous-gone":
      return queue.previous ? { ...queue, previous: null } : queue;
    case "renewed":
      return renewed(queue, event.assignment, event.until);
    case "gone":
      return gone(queue, event.assignment);
    case "look-again":
      return { ...queue, nothing: null, dry: false };
  }
}

function claimed(queue: Queue, claim: Claim, draft: SavedDraft | undefined): Queue {
  const after = { ...queue, mine: claim.mine };
  const { assignment } = claim;
  if (!assignment && queue.current) return { ...after, dry: true };
  if (!assignment) {
    const { reason, message, retry_after_s: retryAfterS } = claim;
    return { ...after, nothing: { reason, message, retryAfterS } };
  }
  if (heldIds(queue).includes(assignment.id)) return { ...after, dry: true };
  const task = { assignment, draft };
  return queue.current
    ? { ...after, ahead: [...queue.ahead, task] }
    : { ...after, current: task, nothing: null, dry: false };
}

/** Go on to the next task. The one left is kept for taking back only with the draft it was submitted from. */
function finished(queue: Queue, draft: SavedDraft | undefined): Queue {
  const [next, ...ahead] = queue.ahead;
  const previous = draft && queue.current ? { assignment: queue.current.assignment, draft } : null;
  return { ...queue, current: next ?? null, ahead, dry: false, previous, mine: counted(queue.mine, draft) };
}

function reopened(queue: Queue): Queue {
  if (!queue.previous) return queue;
  const ahead = queue.current ? [queue.current, ...queue.ahead] : queue.ahead;
  return { ...queue, current: queue.previous, ahead, previous: null, nothing: null };
}

function renewed(queue: Queue, id: string, until: string): Queue {
  const renew = (task: Task): Task =>
    task.assignment.id === id ? { ...task, assignment: { ...task.assignment, lease_until: until } } : task;
  return { ...queue, current: queue.current && renew(queue.current), ahead: queue.ahead.map(renew) };
}

/** The seat of a task has gone to somebody else: what nobody has looked at yet makes room for another task. */
function gone(queue: Queue, id: string): Queue {
  const { current, ahead } = queue;
  const isCurrent = current?.assignment.id === id;
  return {
    ...queue,
    current: current && isCurrent ? { ...current, isGone: true } : current,
    ahead: ahead.filter(({ assignment }) => assignment.id !== id),
  };
}

/** Count a ranking at once; the next claim brings the server's own count. */
function counted(mine: Mine | null, draft: SavedDraft | undefined): Mine | null {
  if (!mine || !draft) return mine;
  return {
    ...mine,
    today: mine.today + 1,
    total: mine.total + 1,
    project_filled_seats: Math.min(mine.project_total_seats, mine.project_filled_seats + 1),
  };
}
