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
import { DATASET_STATUS } from "./datasetStatus";
import { FreezeDialog } from "./FreezeDialog";

export function DatasetsPage({ project }: { project: Project }) {
  const [isOpen, setOpen] = useState(false);
  const { data, error } = useDatasets(project.id);
  const button = (
    <button type="button" className="button primary" onClick={() => setOpen(true)}>
      Freeze a dataset
    </button>
  );
  return (
    <>
      {data?.length !== 0 && (
        <PageHead title="Datasets" actions={button}>
          <p className="soft">A dataset never changes: what you trained on it can be repeated.</p>
        </PageHead>
      )}
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && (
        <Empty title="No dataset yet" action={button}>
          Freeze the rankings as they are now. Prompts are split once into train and held out, so that no
          prompt is on both sides.
        </Empty>
      )}
      {data && data.length > 0 && <DatasetsTable rows={data} />}
      {isOpen && <FreezeDialog project={project} onClose={() => setOpen(false)} />}
    </>
  );
}

function DatasetsTable({ rows }: { rows: Dataset[] }) {
  return (
    <TableFrame label="Datasets">
      <thead>
        <tr>
          <th>Dataset</th>
          <th>State</th>
          <th className="number">Pairs, train</th>
          <th className="number">Pairs, held out</th>
          <th>Agreement</th>
          <th>Frozen</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((dataset) => (
          <tr key={dataset.id}>
            <th scope="row">
              <Link to={`/datasets/${dataset.id}`}>{dataset.name}</Link>
              <span className="subline">version {dataset.version}</span>
            </th>
            <td>{DATASET_STATUS[dataset.status]}</td>
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
