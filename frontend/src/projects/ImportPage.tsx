import { type DragEvent, useRef, useState } from "react";
import type { Project } from "../api/getProject";
import { type ImportReport, useCheckFile, useImportFile } from "../api/importFile";
import { useImports } from "../api/listImports";
import { Link } from "../app/navigation";
import { bytes, count, figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { personName } from "../ui/personName";
import { TableFrame } from "../ui/TableFrame";
import { When } from "../ui/When";
import { ImportFormats } from "./ImportFormats";
import { ImportProblems } from "./ImportProblems";

/** A file is read in full before anything is kept: first what it would bring, then the import. */
export function ImportPage({ project }: { project: Project }) {
  const [file, setFile] = useState<File | null>(null);
  const check = useCheckFile(project.id);
  const bring = useImportFile(project.id);
  const choose = (chosen: File) => {
    setFile(chosen);
    bring.reset();
    check.mutate(chosen);
  };
  const error = bring.error ?? check.error;
  return (
    <>
      <PageHead title="Import">
        <p className="soft">Prompts, optionally with answers, optionally with people's rankings of them.</p>
      </PageHead>
      <DropPlace onFile={choose} />
      {file && (
        <section className="section" aria-live="polite">
          <h2>
            {file.name} <span className="soft small">{bytes(file.size)}</span>
          </h2>
          {check.isPending && <p>Reading the file…</p>}
          {error && <ImportProblems error={error} />}
          {bring.data && <Done report={bring.data} project={project} />}
          {!bring.data && !error && check.data && (
            <>
              <Report report={check.data} />
              <div className="actions">
                <button
                  type="button"
                  className="button primary"
                  disabled={bring.isPending}
                  onClick={() => bring.mutate(file)}
                >
                  {bring.isPending ? "Importing…" : `Import ${count(check.data.prompts, "prompt")}`}
                </button>
                <span className="soft">Nothing is kept until you import.</span>
              </div>
            </>
          )}
        </section>
      )}
      <ImportFormats />
      <Past project={project.id} />
    </>
  );
}

function DropPlace({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <section
      className="drop"
      aria-label="File"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>Drop a JSONL or CSV file here</p>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        Choose a file
      </button>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="File to import"
        accept=".jsonl,.ndjson,.json,.csv,.txt"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
    </section>
  );
}

const COUNTS = ["rows", "prompts", "completions", "rankings", "tasks", "duplicates"] as const;
const WORDS: Record<(typeof COUNTS)[number], string> = {
  rows: "Lines read",
  prompts: "New prompts",
  completions: "Answers",
  rankings: "Rankings",
  tasks: "Tasks made",
  duplicates: "Known already",
};

function Report({ report }: { report: ImportReport }) {
  return (
    <>
      <dl className="facts">
        {COUNTS.map((name) => (
          <div key={name}>
            <dt>{WORDS[name]}</dt>
            <dd>
              <strong>{figure(report[name])}</strong>
            </dd>
          </div>
        ))}
      </dl>
      {report.warnings.length > 0 && (
        <details className="fold">
          <summary>{count(report.warnings.length, "warning")}</summary>
          <ul className="stack">
            {report.warnings.map((warning) => (
              <li key={`${warning.line}-${warning.message}`}>
                {warning.line ? `Line ${warning.line}: ` : ""}
                {warning.message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Done({ report, project }: { report: ImportReport; project: Project }) {
  return (
    <div className="notice good">
      <p>
        {count(report.prompts, "prompt")} with {count(report.completions, "answer")} imported,{" "}
        {count(report.tasks, "task")} made.
      </p>
      <Link className="button" to={`/projects/${project.id}`}>
        Go on
      </Link>
    </div>
  );
}

function Past({ project }: { project: string }) {
  const { data } = useImports(project);
  if (!data || data.length === 0) return null;
  return (
    <section className="section" aria-labelledby="past">
      <h2 id="past">Past imports</h2>
      <TableFrame label="Past imports">
        <thead>
          <tr>
            <th>File</th>
            <th>When</th>
            <th>By</th>
            <th className="number">Prompts</th>
            <th className="number">Answers</th>
            <th className="number">Rankings</th>
          </tr>
        </thead>
        <tbody>
          {data.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.file_name}</th>
              <td>
                <When at={row.created_at} />
              </td>
              <td>{personName(row.by)}</td>
              <td className="number">{figure(row.counts.prompts)}</td>
              <td className="number">{figure(row.counts.completions)}</td>
              <td className="number">{figure(row.counts.rankings)}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </section>
  );
}
