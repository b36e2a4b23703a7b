import { useState } from "react";
import type { Project } from "../api/getProject";
import { type ReviewRow, type ReviewState, useReviews } from "../api/reviews";
import { Link } from "../app/navigation";
import { figure, percent } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Segmented } from "../ui/Segmented";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";
import { When } from "../ui/When";

const STEP = 50;

/** The tasks people disagree on, the greatest disagreement first. */
export function ReviewsPage({ project }: { project: Project }) {
  const [state, setState] = useState<ReviewState>("open");
  const [start, setStart] = useState(0);
  const { data, error } = useReviews(project.id, state, start);
  const choose = (next: ReviewState) => {
    setState(next);
    setStart(0);
  };
  return (
    <>
      <PageHead title="Review">
        <p className="soft">
          Where people disagree, the greatest disagreement first: the share of judgements of two people that
          differ, then how many ranked it. What you settle replaces their rankings in datasets.
        </p>
      </PageHead>
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <div className="actions">
            <Segmented
              label="Which tasks"
              all={{ open: `To settle (${figure(data.open)})`, settled: `Settled (${figure(data.settled)})` }}
              value={state}
              onChange={choose}
            />
            {data.computed_at && (
              <span className="soft small">
                Worked out <When at={data.computed_at} />
              </span>
            )}
          </div>
          {data.results.length === 0 ? (
            <p className="soft">{emptyWords(state, project, data.pending)}</p>
          ) : (
            <ReviewTable project={project.id} rows={data.results} />
          )}
          <div className="actions">
            {start > 0 && (
              <button type="button" className="button" onClick={() => setStart(start - STEP)}>
                Previous
              </button>
            )}
            {data.next !== null && (
              <button type="button" className="button" onClick={() => setStart(data.next ?? 0)}>
                Next
              </button>
            )}
          </div>
        </>
      )}
    </>
  );
}

function emptyWords(state: ReviewState, project: Project, pending: boolean): string {
  if (state === "settled") return "Nothing has been settled yet.";
  if (pending)
    return "The disagreements are being worked out in the background and appear here by themselves.";
  if (project.overlap < 2) return "Each task goes to one person, so nobody can disagree with another.";
  return "No two people disagree on a task that is not settled.";
}

function ReviewTable({ project, rows }: { project: string; rows: ReviewRow[] }) {
  return (
    <TableFrame label="Tasks to review">
      <thead>
        <tr>
          <th>Prompt</th>
          <th>Domain</th>
          <th className="number">Disagree</th>
          <th className="number">People</th>
          <th>Settled</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Link to={`/projects/${project}/review/${row.id}`}>{row.excerpt}</Link>
            </th>
            <td>{row.domain}</td>
            <td className="number">{percent(row.share)}</td>
            <td className="number">{figure(row.people)}</td>
            <td>
              {row.settled_by ? (
                <>
                  by {row.settled_by}
                  <span className="subline">
                    <When at={row.settled_at} />
                  </span>
                </>
              ) : (
                <span className="soft">not yet</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
