import { useRef } from "react";
import type { SkipReason } from "../api/skipAssignment";
import { groupsOf } from "./board";
import { dropDraft, type SavedDraft } from "./drafts";
import { marksInput } from "./marks";
import { useOutbox } from "./OutboxProvider";
import { tellOtherTabs } from "./otherTabs";
import type { Letter } from "./outbox";
import type { Task } from "./queue";
import { draftOf, type Work } from "./work";

type Sending = {
  /** What is to be kept in this browser; nothing any more once the task is handed over. */
  snapshot: () => SavedDraft | undefined;
  send: () => void;
  skip: (reason: SkipReason, note: string) => void;
};

type Finished = (draft: SavedDraft | undefined) => void;

/**
 * Hand the work over to the outbox, once, and go on: the page never waits for the way. A new task is sent as a change of
 * revision 0, so that a ranking from another device is not replaced unasked.
 */
export function useSending(
  task: Task,
  user: string,
  now: () => Work,
  activeMs: () => number,
  onFinished: Finished,
): Sending {
  const { outbox } = useOutbox();
  const startedAt = useRef(task.draft?.startedAt ?? new Date().toISOString());
  const assignment = task.assignment.id;
  const revises = task.draft?.revises ?? null;
  const isLeft = useRef(false);

  const draft = (): SavedDraft => ({
    ...draftOf(now()),
    activeMs: activeMs(),
    startedAt: startedAt.current,
    savedAt: Date.now(),
    revises,
  });
  const snapshot = () => (isLeft.current ? undefined : draft());
  const leave = (content: Letter["content"], kept: SavedDraft | undefined) => {
    if (isLeft.current) return;
    isLeft.current = true;
    void outbox.add({ assignment, content });
    void dropDraft(user, assignment);
    tellOtherTabs(user, assignment);
    onFinished(kept);
  };
  const send = () => {
    const work = now();
    const kept = draft();
    const begunFrom = revises ?? 0;
    const content = {
      kind: "ranking" as const,
      client_id: crypto.randomUUID(),
      groups: groupsOf(work.board),
      ...marksInput(work.marks, task.assignment.criteria),
      all_bad: work.allBad,
      note: work.note.trim(),
      active_ms: kept.activeMs,
      started_at: kept.startedAt,
      revises: begunFrom,
    };
    leave(content, { ...kept, revises: begunFrom + 1 });
  };
  const skip = (reason: SkipReason, note: string) => {
    const content = { kind: "skip" as const, client_id: crypto.randomUUID(), reason, note };
    leave(content, undefined);
  };
  return { snapshot, send, skip };
}
