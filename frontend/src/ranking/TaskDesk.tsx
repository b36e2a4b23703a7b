import { type ReactNode, useEffect, useRef, useState } from "react";
import { t } from "../words/t";
import { ActionBar } from "./ActionBar";
import { Answers } from "./Answers";
import { type Comparing, toggled } from "./comparing";
import { DeskDialogs, type DeskQuestion } from "./DeskDialogs";
import type { SavedDraft } from "./drafts";
import { DragArea, type Target } from "./dragging";
import type { Action } from "./keys";
import { PassagesDrawer } from "./PassagesDrawer";
import { PromptPane } from "./PromptPane";
import type { Task } from "./queue";
import { RankBar } from "./RankBar";
import { RankPanel } from "./RankPanel";
import { focusRating } from "./ratingFocus";
import { leftOutOf, missingIn } from "./ready";
import { stepFor } from "./stepFor";
import type { Clock } from "./useActiveTime";
import { type DraftState, useDraft } from "./useDraft";
import { useKeys } from "./useKeys";
import { useSending } from "./useSending";
import { useWork } from "./useWork";
import { letterOf } from "./words";
import type { Step } from "./work";

type Props = {
  task: Task;
  user: string;
  clock: Clock;
  singleKeys: boolean;
  canSkip?: boolean;
  onFinished: (draft: SavedDraft | undefined) => void;
  onUndoSubmit: () => void;
  onAsk: (what: "guidelines" | "keys") => void;
  children: (draft: DraftState) => ReactNode;
};

/** The work on one task, from unranked to sent. */
export function TaskDesk({
  task,
  user,
  clock,
  singleKeys,
  canSkip = true,
  onFinished,
  onUndoSubmit,
  onAsk,
  children,
}: Props) {
  const { assignment } = task;
  const { work, now, said, moves, take, takeByKey } = useWork(task);
  const { snapshot, send, skip } = useSending(task, user, now, clock.activeMs, onFinished);
  const isPast = (task.draft?.revises ?? null) !== null;
  const draft = useDraft(user, assignment.id, work, isPast, snapshot);
  const [asked, setAsked] = useState<DeskQuestion>(null);
  const [comparing, setComparing] = useState<Comparing | null>(null);
  const [readsPassages, setReadsPassages] = useState(false);
  const passages = assignment.prompt.context;
  const [isShort, setShort] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  const { board, focused } = work;
  const missing = missingIn(work, assignment);
  const submit = () => (missingIn(now(), assignment) === "" ? send() : setShort(true));
  const flag = (answer: string) => {
    take({ kind: "focus", answer });
    setAsked("flag");
  };
  const act = (action: Action) => {
    const work = now();
    const step = stepFor(action, work, assignment.asks_confidence);
    if (step) return takeByKey(step);
    if (action.kind === "submit") submit();
    else if (action.kind === "undo") onUndoSubmit();
    else if (action.kind === "flag") setAsked("flag");
    else if (action.kind === "rate") focusRating(work.focused);
    else if (action.kind === "skip" && canSkip) setAsked("skip");
    else if (action.kind === "note") note.current?.focus();
    else if (action.kind === "compare") setComparing(toggled(comparing, board, work.focused));
    else if (action.kind === "passages") setReadsPassages(passages.length > 0);
    else if (action.kind === "guidelines" || action.kind === "keys") onAsk(action.kind);
  };
  useKeys(singleKeys, act);

  const texts = new Map(assignment.answers.map((answer) => [answer.id, answer.text]));
  return (
    <DragArea
      onDrop={(answer, target) => take(dropStep(answer, target))}
      preview={(answer) => <span className="chip dragged">{letterOf(board, answer)}</span>}
    >
      {children(draft)}
      <main className="desk">
        <h1 ref={heading} tabIndex={-1} className="visually-hidden">
          {t("ranking.heading", { count: assignment.answers.length })}
        </h1>
        <PromptPane
          messages={assignment.prompt.messages}
          domain={assignment.domain}
          passages={passages.length}
          onPassages={() => setReadsPassages(true)}
        />
        <Answers
          answers={assignment.answers}
          criteria={assignment.criteria}
          work={work}
          moves={moves}
          take={take}
          onFlag={flag}
          comparing={comparing}
          onCompare={setComparing}
        />
        <RankPanel
          board={board}
          focused={focused}
          texts={texts}
          partial={assignment.allow_partial}
          take={takeByKey}
        />
        <RankBar
          board={board}
          focused={focused}
          take={takeByKey}
          go={(answer) => takeByKey({ kind: "focus", answer })}
        />
        <ActionBar
          work={work}
          note={note}
          ready={missing === ""}
          complaint={isShort ? missing : ""}
          leftOut={leftOutOf(work, assignment)}
          asksConfidence={assignment.asks_confidence}
          take={take}
          onSkip={canSkip ? () => setAsked("skip") : null}
          onSubmit={submit}
        />
      </main>
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
      {readsPassages && <PassagesDrawer passages={passages} onClose={() => setReadsPassages(false)} />}
      <DeskDialogs asked={asked} work={work} take={takeByKey} onSkip={skip} onClose={() => setAsked(null)} />
    </DragArea>
  );
}

const dropStep = (answer: string, target: Target): Step =>
  target === null ? { kind: "unplace", answer } : { kind: "place", answer, rank: target, goOn: false };
