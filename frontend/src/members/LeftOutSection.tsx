import type { Project } from "../api/getProject";
import { useIncludeAnnotator } from "../api/includeAnnotator";
import type { Exclusion } from "../api/listExclusions";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { When } from "../ui/When";
import { t } from "../words/t";

type Props = { project: Project; exclusions: Exclusion[] };

/** Whose answers datasets leave out, those who are no longer members too. */
export function LeftOutSection({ project, exclusions }: Props) {
  const include = useIncludeAnnotator(project.id);
  if (exclusions.length === 0) return null;
  return (
    <section className="section" aria-labelledby="left-out">
      <h2 id="left-out">{t("members.leftOut.title")}</h2>
      {include.error && <Problem error={include.error} />}
      <TableFrame label={t("members.leftOut.table")}>
        <thead>
          <tr>
            <th>{t("members.leftOut.whose")}</th>
            <th>{t("members.leftOut.why")}</th>
            <th>{t("members.leftOut.by")}</th>
            <th>{t("members.leftOut.since")}</th>
            <th>
              <span className="visually-hidden">{t("members.leftOut.takeIn")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {exclusions.map((exclusion) => (
            <tr key={exclusion.id}>
              <th scope="row">{exclusion.annotator.name}</th>
              <td>
                <span lang="">{exclusion.reason}</span>
                {exclusion.seats_reopened && <span className="subline">{t("members.leftOut.reopened")}</span>}
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
                  {t("members.leftOut.takeIn")}
                  <span className="visually-hidden"> {exclusion.annotator.name}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </section>
  );
}
