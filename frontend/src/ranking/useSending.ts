import { useRef } from "react";
import type { SkipReason } from "../api/skipAssignment";
import { groupsOf } from "./board";
import { dropDraft, type SavedDraft } from "./drafts";
import { marksInput } from "./marks";
import { useOutbox } from "./OutboxProvider";
import { tellOtherTabs } from "./otherTabs";
import type { Task } from "./queue";
import { draftOf, type Work } from "./work";

type Sending = {
  snapshot: () => SavedDraft;
  send: () => void;
  skip: (reason: SkipReason, note: string) => void;
};

type Finished = (draft: SavedDraft | undefined) => void;

/** Hand the work over to the outbox and go on: the page never waits for the way. */
export function useSending(
  task: Task,
  user: string,
  work: Work,
  activeMs: () => number,
  onFinished: Finished,
): Sending {
  const { outbox } = useOutbox();
  const startedAt = useRef(task.draft?.startedAt ?? new Date().toISOString());
  const assignment = task.assignment.id;
  const revises = task.draft?.revises ?? null;

  const snapshot = (): SavedDraft => ({
    ...draftOf(work),
    activeMs: activeMs(),
    startedAt: startedAt.current,
    savedAt: Date.now(),
    revises,
  });
  const leave: Finished = (draft) => {
    void dropDraft(user, assignment);
    tellOtherTabs(user, assignment);
    onFinished(draft);
  };
  const send = () => {
    const kept = snapshot();
    const content = {
      kind: "ranking" as const,
      client_id: crypto.randomUUID(),
      groups: groupsOf(work.board),
      ...marksInput(work.marks, task.assignment.criteria),
      all_bad: work.allBad,
      note: work.note.trim(),
      active_ms: kept.activeMs,
      started_at: kept.startedAt,
      revises,
    };
    void outbox.add({ assignment, content });
    leave(kept);
  };
  const skip = (reason: SkipReason, note: string) => {
    const content = { kind: "skip" as const, client_id: crypto.randomUUID(), reason, note };
    void outbox.add({ assignment, content });
    leave(undefined);
  };
  return { snapshot, send, skip };
}
