import { useState } from "react";
import type { Dataset } from "../api/getDataset";
import type { Project } from "../api/getProject";
import { useDatasets } from "../api/listDatasets";
import { Link } from "../app/navigation";
import { Empty } from "../ui/Empty";
import { Figure } from "../ui/Figure";
import { figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { personName } from "../ui/personName";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";
import { When } from "../ui/When";
import { t } from "../words/t";
import { FreezeDialog } from "./FreezeDialog";

export function DatasetsPage({ project }: { project: Project }) {
  const [isOpen, setOpen] = useState(false);
  const { data, error } = useDatasets(project.id);
  const button = (
    <button type="button" className="button primary" onClick={() => setOpen(true)}>
      {t("datasets.freezeOne")}
    </button>
  );
  return (
    <>
      {data?.length !== 0 && (
        <PageHead title={t("datasets.title")} actions={button}>
          <p className="soft">{t("datasets.words")}</p>
        </PageHead>
      )}
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && (
        <Empty title={t("datasets.empty.title")} action={button}>
          {t("datasets.empty.words")}
        </Empty>
      )}
      {data && data.length > 0 && <DatasetsTable rows={data} />}
      {isOpen && <FreezeDialog project={project} onClose={() => setOpen(false)} />}
    </>
  );
}

function DatasetsTable({ rows }: { rows: Dataset[] }) {
  return (
    <TableFrame label={t("datasets.title")}>
      <thead>
        <tr>
          <th>{t("datasets.columns.dataset")}</th>
          <th>{t("datasets.columns.state")}</th>
          <th className="number">{t("datasets.columns.train")}</th>
          <th className="number">{t("datasets.columns.heldout")}</th>
          <th>{t("datasets.columns.agreement")}</th>
          <th>{t("datasets.columns.frozen")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((dataset) => (
          <tr key={dataset.id}>
            <th scope="row">
              <Link to={`/datasets/${dataset.id}`}>{dataset.name}</Link>
              <span className="subline">{t("datasets.version", { version: dataset.version })}</span>
            </th>
            <td>{t(`datasets.status.${dataset.status}`)}</td>
            <td className="number">{figure(dataset.manifest?.pairs?.train)}</td>
            <td className="number">{figure(dataset.manifest?.pairs?.heldout)}</td>
            <td>
              <Figure measure={dataset.manifest?.agreement?.raw} style="percent" />
            </td>
            <td>
              <When at={dataset.created_at} />
              <span className="subline">{personName(dataset.created_by)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
