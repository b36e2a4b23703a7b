import { type ReactNode, useEffect, useRef, useState } from "react";
import type { SkipReason } from "../api/skipAssignment";
import { ActionBar } from "./ActionBar";
import { Answers } from "./Answers";
import { groupsOf, isComplete } from "./board";
import { dropDraft, type SavedDraft } from "./drafts";
import { DragArea } from "./dragging";
import type { Action } from "./keys";
import { useOutbox } from "./OutboxProvider";
import { PromptPane } from "./PromptPane";
import type { Task } from "./queue";
import { RankBar } from "./RankBar";
import { RankPanel } from "./RankPanel";
import { SkipDialog } from "./SkipDialog";
import type { Clock } from "./useActiveTime";
import { type DraftState, useDraft } from "./useDraft";
import { useKeys } from "./useKeys";
import { useWork } from "./useWork";
import { letterOf, sayMissing } from "./words";
import { draftOf, type Step } from "./work";

type Props = {
  task: Task;
  user: string;
  clock: Clock;
  singleKeys: boolean;
  onFinished: (draft: SavedDraft | undefined) => void;
  onUndoSubmit: () => void;
  onAsk: (what: "guidelines" | "keys") => void;
  children: (draft: DraftState) => ReactNode;
};

/** The work on one task, from unranked to sent. */
export function TaskDesk(props: Props) {
  const { task, user, clock } = props;
  const { assignment } = task;
  const { outbox } = useOutbox();
  const { work, said, moves, take, takeByKey } = useWork(task);
  const [dialog, setDialog] = useState<"skip" | null>(null);
  const [complaint, setComplaint] = useState("");
  const startedAt = useRef(task.draft?.startedAt ?? new Date().toISOString());
  const heading = useRef<HTMLHeadingElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  const snapshot = (): SavedDraft => ({
    ...draftOf(work),
    activeMs: clock.activeMs(),
    startedAt: startedAt.current,
    savedAt: Date.now(),
  });
  const draft = useDraft(user, assignment.id, work, snapshot);

  const submit = () => {
    if (!isComplete(work.board)) return setComplaint(sayMissing(work.board));
    const kept = snapshot();
    void outbox.add({
      assignment: assignment.id,
      content: {
        kind: "ranking",
        client_id: crypto.randomUUID(),
        groups: groupsOf(work.board),
        all_bad: work.allBad,
        note: work.note.trim(),
        active_ms: kept.activeMs,
        started_at: kept.startedAt,
      },
    });
    leave(kept);
  };
  const skip = (reason: SkipReason, words: string) => {
    const content = { kind: "skip" as const, client_id: crypto.randomUUID(), reason, note: words };
    void outbox.add({ assignment: assignment.id, content });
    leave(undefined);
  };
  const leave = (kept: SavedDraft | undefined) => {
    void dropDraft(user, assignment.id);
    props.onFinished(kept);
  };

  const act = (action: Action) => {
    const step = stepFor(action, work.focused, work.past.length > 0);
    if (step) return takeByKey(step);
    if (action.kind === "submit") submit();
    else if (action.kind === "undo") props.onUndoSubmit();
    else if (action.kind === "skip") setDialog("skip");
    else if (action.kind === "note") note.current?.focus();
    else if (action.kind === "guidelines" || action.kind === "keys") props.onAsk(action.kind);
  };
  useKeys(props.singleKeys, act);

  const texts = new Map(assignment.answers.map((answer) => [answer.id, answer.text]));
  return (
    <DragArea
      onDrop={(answer, target) =>
        take(
          target === null
            ? { kind: "unplace", answer }
            : { kind: "place", answer, rank: target, goOn: false },
        )
      }
      preview={(answer) => <span className="chip dragged">{letterOf(work.board, answer)}</span>}
    >
      {props.children(draft)}
      <main className="desk">
        <h1 ref={heading} tabIndex={-1} className="visually-hidden">
          Rank {assignment.answers.length} answers
        </h1>
        <PromptPane messages={assignment.prompt.messages} domain={assignment.domain} />
        <Answers answers={assignment.answers} work={work} moves={moves} take={take} />
        <RankPanel board={work.board} focused={work.focused} texts={texts} take={takeByKey} />
        <RankBar
          board={work.board}
          focused={work.focused}
          take={takeByKey}
          go={(answer) => takeByKey({ kind: "focus", answer })}
        />
        <ActionBar
          work={work}
          note={note}
          complaint={isComplete(work.board) ? "" : complaint}
          take={take}
          onSkip={() => setDialog("skip")}
          onSubmit={submit}
        />
      </main>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
      {dialog === "skip" && <SkipDialog onClose={() => setDialog(null)} onSkip={skip} />}
    </DragArea>
  );
}

/** Return the step on the board that an action means, or null where it is about something else. */
function stepFor(action: Action, answer: string, canUndo: boolean): Step | null {
  switch (action.kind) {
    case "place":
      return { kind: "place", answer, rank: action.rank, goOn: true };
    case "move":
      return { kind: "move", answer, by: action.by };
    case "next":
      return { kind: "focus-next", by: action.by };
    case "tie":
    case "unplace":
      return { kind: action.kind, answer };
    case "all-bad":
      return { kind: "all-bad" };
    case "undo":
      return canUndo ? { kind: "undo" } : null;
    default:
      return null;
  }
}
