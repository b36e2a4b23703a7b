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
import { Rich } from "../words/Rich";
import { t } from "../words/t";

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
      <PageHead title={t("reviews.title")}>
        <p className="soft">{t("reviews.words")}</p>
      </PageHead>
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <div className="actions">
            <Segmented
              label={t("reviews.which")}
              all={{
                open: t("reviews.states.open", { n: data.open }),
                settled: t("reviews.states.settled", { n: data.settled }),
              }}
              value={state}
              onChange={choose}
            />
            {data.computed_at && (
              <span className="soft small">
                <Rich text={t("reviews.computed")} tags={{ when: () => <When at={data.computed_at} /> }} />
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
                {t("reviews.previous")}
              </button>
            )}
            {data.next !== null && (
              <button type="button" className="button" onClick={() => setStart(data.next ?? 0)}>
                {t("reviews.next")}
              </button>
            )}
          </div>
        </>
      )}
    </>
  );
}

function emptyWords(state: ReviewState, project: Project, pending: boolean): string {
  if (state === "settled") return t("reviews.empty.settled");
  if (pending) return t("reviews.empty.pending");
  if (project.overlap < 2) return t("reviews.empty.alone");
  return t("reviews.empty.open");
}

function ReviewTable({ project, rows }: { project: string; rows: ReviewRow[] }) {
  return (
    <TableFrame label={t("reviews.table.label")}>
      <thead>
        <tr>
          <th>{t("reviews.table.prompt")}</th>
          <th>{t("reviews.table.domain")}</th>
          <th className="number">{t("reviews.table.disagree")}</th>
          <th className="number">{t("reviews.table.people")}</th>
          <th>{t("reviews.table.settled")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Link to={`/projects/${project}/review/${row.id}`} lang="">
                {row.excerpt}
              </Link>
            </th>
            <td>{row.domain}</td>
            <td className="number">{percent(row.share)}</td>
            <td className="number">{figure(row.people)}</td>
            <td>
              {row.settled_by ? (
                <>
                  {t("reviews.table.by", { name: row.settled_by })}
                  <span className="subline">
                    <When at={row.settled_at} />
                  </span>
                </>
              ) : (
                <span className="soft">{t("reviews.table.notYet")}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
