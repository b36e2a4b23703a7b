import { useEffect, useState } from "react";
import type { Me } from "../api/getMe";
import { type Project, useProject } from "../api/getProject";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";
import { dropOldDrafts, type SavedDraft } from "./drafts";
import { GuidelinesDrawer } from "./GuidelinesDrawer";
import { KeysDialog } from "./KeysDialog";
import { LateNotice } from "./LateNotice";
import { NoEntry } from "./NoEntry";
import { Nothing } from "./Nothing";
import { OtherHands } from "./OtherHands";
import { useOutbox } from "./OutboxProvider";
import { waiting } from "./outbox";
import { PracticeReview } from "./PracticeReview";
import { usePendingSolution } from "./pendingSolution";
import { RankHeader } from "./RankHeader";
import { Refused } from "./Refused";
import { useSingleKeys } from "./singleKeys";
import { TaskDesk } from "./TaskDesk";
import { type Clock, useActiveTime } from "./useActiveTime";
import type { DraftState } from "./useDraft";
import { useLease } from "./useLease";
import { type TaskQueue, useTaskQueue } from "./useTaskQueue";
import "./ranking.css";

type Props = { project: string; me: Me };

/** Ranking, task after task, with nothing between them. */
export function RankPage({ project: id, me }: Props) {
  const project = useProject(id);
  const solution = usePendingSolution(me.id, id);
  const queue = useTaskQueue(id, me.id, solution.pending !== null);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const [asked, ask] = useState<"guidelines" | "keys" | null>(null);
  useEffect(() => void dropOldDrafts(Date.now()).catch(() => undefined), []);

  const { current } = queue;
  const name = project.data?.name ?? current?.assignment.project.name ?? "";
  const title = name ? t("ranking.title", { project: name }) : "Podium";
  useEffect(() => {
    document.title = title;
  }, [title]);
  // Of a practice task the solution comes next, and nothing is taken back any more.
  const finish = (draft: SavedDraft | undefined) => {
    const isPractice = draft !== undefined && current?.assignment.practice;
    if (isPractice) solution.show(current.assignment.id);
    queue.finish(isPractice ? undefined : draft);
  };
  const goOn = (again: boolean) => {
    solution.done();
    if (again) queue.practise();
  };
  const header = (draft: DraftState) => (
    <>
      <RankHeader
        project={{ id, name }}
        me={me}
        mine={queue.mine}
        draft={draft}
        canUndo={queue.previous !== null}
        onUndo={queue.reopen}
        onAsk={ask}
      />
      <Refused />
      <LateNotice />
      {current?.assignment.practice && !solution.pending && (
        <p className="notice">{t("ranking.practice.notice", current.assignment.practice)}</p>
      )}
      {current && (
        <OtherHands
          key={current.assignment.id}
          user={me.id}
          task={current}
          onGoOn={() => queue.finish(undefined)}
        />
      )}
    </>
  );
  return (
    <div className="rank-page">
      {solution.pending ? (
        <>
          {header("none")}
          <PracticeReview key={solution.pending} assignment={solution.pending} onGoOn={goOn} />
        </>
      ) : current ? (
        <TimedTask key={current.assignment.id} queue={queue}>
          {(clock) => (
            <TaskDesk
              task={current}
              user={me.id}
              clock={clock}
              singleKeys={singleKeys}
              canSkip={current.assignment.practice === null}
              onFinished={finish}
              onUndoSubmit={queue.reopen}
              onAsk={ask}
            >
              {header}
            </TaskDesk>
          )}
        </TimedTask>
      ) : (
        <>
          {header("none")}
          <main className="desk-empty">
            <Pause queue={queue} id={id} project={project.data} />
          </main>
        </>
      )}
      {asked === "guidelines" && <GuidelinesDrawer project={id} onClose={() => ask(null)} />}
      {asked === "keys" && (
        <KeysDialog onClose={() => ask(null)} single={singleKeys} onSingle={setSingleKeys} />
      )}
    </div>
  );
}

type TimedProps = { queue: TaskQueue; children: (clock: Clock) => React.ReactNode };

/** Counts the time at work with the current task and keeps the seats while someone is there. */
function TimedTask({ queue, children }: TimedProps) {
  const clock = useActiveTime(queue.current?.draft?.activeMs ?? 0);
  useLease(queue.current?.assignment, clock.idleFor, queue);
  useLease(queue.ahead[0]?.assignment, clock.idleFor, queue);
  return children(clock);
}

type PauseProps = { queue: TaskQueue; id: string; project: Project | undefined };

function Pause({ queue, id, project }: PauseProps) {
  const { state } = useOutbox();
  if (queue.nothing)
    return (
      <Nothing
        nothing={queue.nothing}
        project={id}
        facts={{
          seats: queue.mine?.project_total_seats ?? 0,
          canManage: project?.can.manage ?? false,
          isArchived: project?.status === "archived",
          quota: project?.quota_per_person ?? null,
        }}
        today={queue.mine?.today ?? 0}
        onLook={queue.lookAgain}
        onPractise={queue.practise}
      />
    );
  if (waiting(state).length > 0 && state.problem)
    return <p className="soft">{t("ranking.nothing.unsent")}</p>;
  if (queue.problem?.status === 403 || queue.problem?.status === 404)
    return <NoEntry error={queue.problem} />;
  if (queue.problem) return <Problem error={queue.problem} onRetry={queue.lookAgain} />;
  return <Waiting what={t("ranking.nothing.fetching")} />;
}
