import type { Project } from "../api/getProject";
import { useIncludeAnnotator } from "../api/includeAnnotator";
import type { Exclusion } from "../api/listExclusions";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { When } from "../ui/When";

type Props = { project: Project; exclusions: Exclusion[] };

/** Whose answers datasets leave out, those who are no longer members too. */
export function LeftOutSection({ project, exclusions }: Props) {
  const include = useIncludeAnnotator(project.id);
  if (exclusions.length === 0) return null;
  return (
    <section className="section" aria-labelledby="left-out">
      <h2 id="left-out">Answers left out of datasets</h2>
      {include.error && <Problem error={include.error} />}
      <TableFrame label="Answers left out">
        <thead>
          <tr>
            <th>Whose</th>
            <th>Why</th>
            <th>By</th>
            <th>Since</th>
            <th>
              <span className="visually-hidden">Take in again</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {exclusions.map((exclusion) => (
            <tr key={exclusion.id}>
              <th scope="row">{exclusion.annotator.name}</th>
              <td>
                {exclusion.reason}
                {exclusion.seats_reopened && <span className="subline">others rank their tasks again</span>}
              </td>
              <td>{exclusion.created_by}</td>
              <td>
                <When at={exclusion.created_at} />
              </td>
              <td className="number">
                <button
                  type="button"
                  className="button small"
                  disabled={include.isPending}
                  onClick={() => include.mutate(exclusion.id)}
                >
                  Take in again<span className="visually-hidden"> {exclusion.annotator.name}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </section>
  );
}
