import { type ReactNode, useEffect, useState } from "react";
import type { Me } from "../api/getMe";
import { Link, useGo } from "../app/navigation";
import { Problem } from "../ui/Problem";
import { exactly } from "../ui/times";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";
import { GuidelinesDrawer } from "./GuidelinesDrawer";
import { KeysDialog } from "./KeysDialog";
import type { Task } from "./queue";
import { RankHeader } from "./RankHeader";
import { Refused } from "./Refused";
import { isOutdated, type Revising } from "./revision";
import { useSingleKeys } from "./singleKeys";
import { TaskDesk } from "./TaskDesk";
import { type Clock, useActiveTime } from "./useActiveTime";
import type { DraftState } from "./useDraft";
import { useRevising } from "./useRevising";
import "./ranking.css";

type Props = { assignment: string; me: Me };

/** A task that is past, on the same desk: submitting makes the next revision of its ranking. */
export function RevisePage({ assignment, me }: Props) {
  const { revising, problem, turn, open, startAgain } = useRevising(assignment, me.id);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const [asked, ask] = useState<"guidelines" | "keys" | null>(null);
  const go = useGo();
  const title = t("ranking.titleOfChange");
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (!revising)
    return (
      <main className="desk-empty">
        {problem ? <Problem error={problem} onRetry={() => void open()} /> : <Waiting />}
      </main>
    );
  const { project } = revising.task.assignment;
  const back = `/projects/${project.id}/rankings`;
  const header = (draft: DraftState) => (
    <>
      <RankHeader
        project={project}
        me={me}
        mine={null}
        draft={draft}
        canUndo={false}
        onUndo={() => undefined}
        onAsk={ask}
      />
      <Refused />
      <RevisingNotice revising={revising} back={back} onStartAgain={() => void startAgain()} />
    </>
  );
  return (
    <div className="rank-page">
      <Timed key={turn} task={revising.task}>
        {(clock) => (
          <TaskDesk
            task={revising.task}
            user={me.id}
            clock={clock}
            singleKeys={singleKeys}
            canSkip={false}
            onFinished={() => go(back)}
            onUndoSubmit={() => undefined}
            onAsk={ask}
          >
            {header}
          </TaskDesk>
        )}
      </Timed>
      {asked === "guidelines" && <GuidelinesDrawer project={project.id} onClose={() => ask(null)} />}
      {asked === "keys" && (
        <KeysDialog onClose={() => ask(null)} single={singleKeys} onSingle={setSingleKeys} />
      )}
    </div>
  );
}

const Timed = ({ task, children }: { task: Task; children: (clock: Clock) => ReactNode }) =>
  children(useActiveTime(task.draft?.activeMs ?? 0));

type NoticeProps = { revising: Revising; back: string; onStartAgain: () => void };

/** What is on the desk: which revision, or an unfinished change and whether it is outdated. */
function RevisingNotice({ revising, back, onStartAgain }: NoticeProps) {
  const outdated = isOutdated(revising);
  const revision = revising.ranking?.revision ?? 0;
  return (
    <p className={outdated ? "notice warning revising" : "notice revising"}>
      <span>
        {sayRevising(revising)}
        {outdated && ` ${t("ranking.revising.newer", { revision })}`}
      </span>
      <span className="actions">
        {revising.isUnfinished && (
          <button type="button" className="button small" onClick={onStartAgain}>
            {revision > 0 ? t("ranking.revising.load", { revision }) : t("ranking.revising.startAgain")}
          </button>
        )}
        <Link className="button small quiet" to={back}>
          {t("ranking.revising.rankings")}
        </Link>
      </span>
    </p>
  );
}

function sayRevising({ outcome, ranking, isUnfinished, task }: Revising): string {
  if (isUnfinished) {
    const revision = task.draft?.revises ?? 0;
    return revision > 0 ? t("ranking.revising.unfinishedOf", { revision }) : t("ranking.revising.unfinished");
  }
  if (ranking)
    return t("ranking.revising.given", {
      when: exactly(ranking.submitted_at),
      revision: ranking.revision,
    });
  return t(outcome === "skipped" ? "ranking.revising.skipped" : "ranking.revising.expired");
}
