import { useEffect } from "react";
import type { Project } from "../api/getProject";
import { type PastTask, useMyRankings } from "../api/listMyRankings";
import { Link } from "../app/navigation";
import { Empty } from "../ui/Empty";
import { MoreButton } from "../ui/MoreButton";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";
import { When } from "../ui/When";
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
      <PageHead title="Your rankings" actions={<SendState draft="none" />}>
        <p className="soft">Only you see this list. Open one to change it: every revision is kept.</p>
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
      title="You have ranked nothing here yet"
      action={
        <Link className="button primary" to={`/projects/${project.id}/rank`}>
          Rank answers
        </Link>
      }
    >
      What you rank, skip or leave too long is listed here.
    </Empty>
  );
}

function PastTable({ tasks }: { tasks: PastTask[] }) {
  return (
    <TableFrame label="Your rankings">
      <thead>
        <tr>
          <th scope="col">Prompt</th>
          <th scope="col">What you did</th>
          <th scope="col">When</th>
          <th scope="col">Note</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <tr key={task.id}>
            <th scope="row">
              <Link to={`/assignments/${task.id}`} dir="auto">
                {shorten(task.prompt)}
              </Link>
              <span className="subline">{task.domain}</span>
            </th>
            <td className="nowrap">
              {sayOutcome(task)}
              {task.late && <span className="subline">late, kept all the same</span>}
            </td>
            <td>
              <When at={task.at} />
            </td>
            <td dir="auto">{task.note || <span className="soft">–</span>}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function sayOutcome({ outcome, revision, skip_reason }: PastTask): string {
  if (outcome === "skipped") return `skipped: ${skip_reason}`;
  if (outcome === "expired") return "time ran out";
  return revision === 1 ? "ranked" : `ranked, revision ${revision}`;
}

const shorten = (text: string): string => (text.length > 140 ? `${text.slice(0, 140)}…` : text);
