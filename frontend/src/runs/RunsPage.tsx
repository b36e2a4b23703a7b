import type { Project } from "../api/getProject";
import type { Run } from "../api/getRun";
import { useRunForms } from "../api/getRunForms";
import { useLatestRuns, useRunPages } from "../api/listRuns";
import { Link } from "../app/navigation";
import { Empty } from "../ui/Empty";
import { MoreButton } from "../ui/MoreButton";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { personName } from "../ui/personName";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";
import { When } from "../ui/When";
import { RunStatusWord } from "./RunStatusWord";
import { verbWords } from "./verbs";

export function RunsPage({ project }: { project: Project }) {
  const query = useRunPages(project.id);
  const newest = useLatestRuns(project.id).data?.results ?? [];
  const listed = query.data?.pages.flatMap((page) => page.results) ?? [];
  const fresh = new Map(newest.map((run) => [run.id, run]));
  const known = new Set(listed.map((run) => run.id));
  const runs = [
    ...newest.filter((run) => !known.has(run.id)),
    ...listed.map((run) => fresh.get(run.id) ?? run),
  ];
  return (
    <>
      <PageHead title="Runs">
        <p className="soft">
          Each run takes a step of the way: sample, train a reward model, align, compare.
        </p>
      </PageHead>
      {project.can.research && <StartButtons project={project} />}
      {query.error && <Problem error={query.error} />}
      {query.isPending && <Waiting />}
      {query.data && runs.length === 0 && (
        <Empty title="No runs yet">
          Start with sampling: a model writes several answers to each prompt, and they become tasks for your
          people.
        </Empty>
      )}
      {runs.length > 0 && <RunsTable runs={runs} />}
      <MoreButton query={query} />
    </>
  );
}

function StartButtons({ project }: { project: Project }) {
  const { data } = useRunForms();
  return (
    <nav className="actions" aria-label="Start a run">
      {data?.verbs.map(({ verb, title }) => (
        <Link key={verb} className="button" to={`/projects/${project.id}/runs/new?verb=${verb}`}>
          {title}
        </Link>
      ))}
    </nav>
  );
}

function RunsTable({ runs }: { runs: Run[] }) {
  return (
    <TableFrame label="Runs">
      <thead>
        <tr>
          <th>Run</th>
          <th>State</th>
          <th>What it says</th>
          <th>Started</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <th scope="row">
              <Link to={`/runs/${run.id}`}>{run.name || verbWords(run.verb)}</Link>
              <span className="subline">{verbWords(run.verb)}</span>
            </th>
            <td>
              <RunStatusWord status={run.status} />
            </td>
            <td>{run.sentence}</td>
            <td>
              <When at={run.started_at ?? run.created_at} />
              <span className="subline">{personName(run.created_by)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
