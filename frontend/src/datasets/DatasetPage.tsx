import type { Dataset } from "../api/getDataset";
import { Link } from "../app/navigation";
import { Figure } from "../ui/Figure";
import { bytes, figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { TableFrame } from "../ui/TableFrame";
import { exactly } from "../ui/times";
import { Waiting } from "../ui/Waiting";
import { Rich } from "../words/Rich";
import { t } from "../words/t";
import { DatasetRows } from "./DatasetRows";
import { Downloads } from "./Downloads";
import { flatten } from "./flatten";

export function DatasetPage({ dataset }: { dataset: Dataset }) {
  const train = (
    <Link
      className="button"
      to={`/projects/${dataset.project.id}/runs/new?verb=reward&dataset=${dataset.id}`}
    >
      {t("datasets.page.train")}
    </Link>
  );
  return (
    <>
      <PageHead
        title={t("datasets.page.title", { name: dataset.name, version: dataset.version })}
        actions={dataset.status === "ready" && train}
      >
        <p className="soft">{t("datasets.page.frozen", { when: exactly(dataset.created_at) })}</p>
      </PageHead>
      {dataset.status === "building" && <Waiting what={t("datasets.page.freezing")} />}
      {dataset.status === "failed" && <p className="notice warning">{t("datasets.page.failed")}</p>}
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
      <Split words={t("datasets.page.prompts")} split={prompts} />
      <Split words={t("datasets.page.pairs")} split={pairs} />
      <div>
        <dt>{t("datasets.page.agreement")}</dt>
        <dd>
          {agreement?.raw?.value == null ? (
            <span className="soft">{agreement?.reason || t("datasets.page.notMeasured")}</span>
          ) : (
            <Figure measure={agreement.raw} style="percent" />
          )}
        </dd>
      </div>
      <div>
        <dt>{t("datasets.page.leftOut")}</dt>
        <dd>
          <strong>{figure(droppedTotal)}</strong>
          <span className="subline">
            {Object.entries(dropped ?? {})
              .map(([reason, number]) => `${figure(number)} ${sayDropped(reason)}`)
              .join(t("ui.comma"))}
          </span>
        </dd>
      </div>
    </dl>
  );
}

/** What the manifest of a frozen dataset says in English, once and for all. */
const DROPPED = {
  "by a scripted annotator": "scripted",
  "by an excluded annotator": "excluded",
  "replaced by an adjudication": "settled",
  "fewer than two answers placed": "unplaced",
  "of a gold task": "gold",
} as const;

const sayDropped = (reason: string): string =>
  Object.hasOwn(DROPPED, reason)
    ? t(`datasets.page.dropped.${DROPPED[reason as keyof typeof DROPPED]}`)
    : reason.replaceAll("_", " ");

function Split({ words, split }: { words: string; split: { train: number; heldout: number } | undefined }) {
  return (
    <div>
      <dt>{words}</dt>
      <dd>
        <Rich
          text={t("datasets.page.toTrain", { n: figure(split?.train) })}
          tags={{ strong: (n) => <strong>{n}</strong> }}
        />
        <span className="subline">{t("datasets.page.heldOut", { n: figure(split?.heldout) })}</span>
      </dd>
    </div>
  );
}

function Manifest({ dataset }: { dataset: Dataset }) {
  const { files, ...rest } = dataset.manifest ?? {};
  return (
    <details className="fold">
      <summary>{t("datasets.page.manifest")}</summary>
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
          <TableFrame label={t("datasets.page.files")}>
            <thead>
              <tr>
                <th>{t("datasets.page.file")}</th>
                <th className="number">{t("datasets.page.rows")}</th>
                <th className="number">{t("datasets.page.size")}</th>
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
