import { useEffect } from "react";
import type { Project } from "../api/getProject";
import { type PastTask, useMyRankings } from "../api/listMyRankings";
import { SKIP_REASONS } from "../api/skipAssignment";
import { Link } from "../app/navigation";
import { Empty } from "../ui/Empty";
import { MoreButton } from "../ui/MoreButton";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";
import { When } from "../ui/When";
import { t } from "../words/t";
import { useOutbox } from "./OutboxProvider";
import { waiting } from "./outbox";
import { Refused } from "./Refused";
import { SendState } from "./SendState";

/** What a person has ranked, skipped or let run out in a project; each can be opened and changed. */
export function HistoryPage({ project }: { project: Project }) {
  const query = useMyRankings(project.id);
  const { state } = useOutbox();
  const open = waiting(state).length;
  const { refetch } = query;
  // Once something has been sent the list is out of date.
  useEffect(() => {
    if (open === 0) void refetch();
  }, [open, refetch]);
  const tasks = query.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <>
      <PageHead title={t("history.title")} actions={<SendState draft="none" />}>
        <p className="soft">{t("history.words")}</p>
      </PageHead>
      <Refused />
      {query.error && <Problem error={query.error} />}
      {query.isPending && <Waiting />}
      {query.data && tasks.length === 0 && <NothingYet project={project} />}
      {tasks.length > 0 && <PastTable tasks={tasks} />}
      <MoreButton query={query} />
    </>
  );
}

function NothingYet({ project }: { project: Project }) {
  return (
    <Empty
      title={t("history.empty.title")}
      action={
        <Link className="button primary" to={`/projects/${project.id}/rank`}>
          {t("history.empty.rank")}
        </Link>
      }
    >
      {t("history.empty.words")}
    </Empty>
  );
}

function PastTable({ tasks }: { tasks: PastTask[] }) {
  return (
    <TableFrame label={t("history.title")}>
      <thead>
        <tr>
          <th scope="col">{t("history.columns.prompt")}</th>
          <th scope="col">{t("history.columns.outcome")}</th>
          <th scope="col">{t("history.columns.when")}</th>
          <th scope="col">{t("history.columns.note")}</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <tr key={task.id}>
            <th scope="row">
              <Link to={`/assignments/${task.id}`} dir="auto" lang="">
                {shorten(task.prompt)}
              </Link>
              <span className="subline">{task.domain}</span>
            </th>
            <td className="nowrap">
              {sayOutcome(task)}
              {task.late && <span className="subline">{t("history.late")}</span>}
            </td>
            <td>
              <When at={task.at} />
            </td>
            <td dir="auto" lang="">
              {task.note || <span className="soft">–</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function sayOutcome({ outcome, revision, skip_reason }: PastTask): string {
  if (outcome === "skipped") return t("history.skipped", { reason: saySkipReason(skip_reason) });
  if (outcome === "expired") return t("history.expired");
  return revision === null || revision === 1 ? t("history.ranked") : t("history.rankedAgain", { revision });
}

function saySkipReason(reason: string): string {
  const known = SKIP_REASONS.find((one) => one === reason);
  return known ? t(`history.skips.${known}`) : reason;
}

const shorten = (text: string): string => (text.length > 140 ? `${text.slice(0, 140)}…` : text);
