import type { Dataset } from "../api/getDataset";
import { Link } from "../app/navigation";
import { Figure } from "../ui/Figure";
import { bytes, figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { TableFrame } from "../ui/TableFrame";
import { exactly } from "../ui/times";
import { Waiting } from "../ui/Waiting";
import { DatasetRows } from "./DatasetRows";
import { Downloads } from "./Downloads";
import { flatten } from "./flatten";

export function DatasetPage({ dataset }: { dataset: Dataset }) {
  const train = (
    <Link
      className="button"
      to={`/projects/${dataset.project.id}/runs/new?verb=reward&dataset=${dataset.id}`}
    >
      Train a reward model
    </Link>
  );
  return (
    <>
      <PageHead
        title={`${dataset.name}, version ${dataset.version}`}
        actions={dataset.status === "ready" && train}
      >
        <p className="soft">Frozen {exactly(dataset.created_at)}</p>
      </PageHead>
      {dataset.status === "building" && <Waiting what="Freezing" />}
      {dataset.status === "failed" && (
        <p className="notice warning">
          Freezing failed. Freeze again under the same name; the rankings are safe.
        </p>
      )}
      {dataset.status === "ready" && (
        <>
          <Facts dataset={dataset} />
          <Downloads dataset={dataset.id} />
          <DatasetRows dataset={dataset.id} />
          <Manifest dataset={dataset} />
        </>
      )}
    </>
  );
}

function Facts({ dataset }: { dataset: Dataset }) {
  const { prompts, pairs, agreement, dropped } = dataset.manifest ?? {};
  const droppedTotal = Object.values(dropped ?? {}).reduce((sum, one) => sum + one, 0);
  return (
    <dl className="facts">
      <Split words="Prompts" split={prompts} />
      <Split words="Pairs" split={pairs} />
      <div>
        <dt>Agreement</dt>
        <dd>
          {agreement?.raw?.value == null ? (
            <span className="soft">{agreement?.reason || "not measured"}</span>
          ) : (
            <Figure measure={agreement.raw} style="percent" />
          )}
        </dd>
      </div>
      <div>
        <dt>Left out</dt>
        <dd>
          <strong>{figure(droppedTotal)}</strong>
          <span className="subline">
            {Object.entries(dropped ?? {})
              .map(([reason, number]) => `${figure(number)} ${reason.replaceAll("_", " ")}`)
              .join(", ")}
          </span>
        </dd>
      </div>
    </dl>
  );
}

function Split({ words, split }: { words: string; split: { train: number; heldout: number } | undefined }) {
  return (
    <div>
      <dt>{words}</dt>
      <dd>
        <strong>{figure(split?.train)}</strong> to train
        <span className="subline">{figure(split?.heldout)} held out</span>
      </dd>
    </div>
  );
}

function Manifest({ dataset }: { dataset: Dataset }) {
  const { files, ...rest } = dataset.manifest ?? {};
  return (
    <details className="fold">
      <summary>Manifest</summary>
      <div className="stack">
        <dl className="pairs">
          <dt>sha256</dt>
          <dd>
            <code>{dataset.sha256}</code>
          </dd>
          {flatten(rest).map(([name, value]) => (
            <Entry key={name} name={name} value={value} />
          ))}
        </dl>
        {files && (
          <TableFrame label="Files">
            <thead>
              <tr>
                <th>File</th>
                <th className="number">Rows</th>
                <th className="number">Size</th>
                <th>sha256</th>
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <tr key={file.name}>
                  <th scope="row">{file.name}</th>
                  <td className="number">{figure(file.rows)}</td>
                  <td className="number">{bytes(file.bytes)}</td>
                  <td>
                    <code title={file.sha256}>{file.sha256.slice(0, 12)}…</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
        )}
      </div>
    </details>
  );
}

function Entry({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
