import { type DragEvent, useRef, useState } from "react";
import { useOpenImport } from "../api/openImport";
import { Problem } from "../ui/Problem";
import { DatasetForm } from "./DatasetForm";

type Props = { project: string; onOpen: (id: string) => void };

/** Where the rows come from: a file of this computer, or a data set by its name. */
export function SourceStep({ project, onOpen }: Props) {
  const open = useOpenImport(project);
  const choose = (file: File) => open.mutate(file, { onSuccess: (source) => onOpen(source.id) });
  return (
    <section className="section" aria-labelledby="source">
      <h2 id="source">1. Choose a file or a data set</h2>
      {open.error && <Problem error={open.error} />}
      <DropPlace isBusy={open.isPending} onFile={choose} />
      <details className="fold">
        <summary>Name a data set instead</summary>
        <DatasetForm project={project} onOpen={onOpen} />
      </details>
    </section>
  );
}

function DropPlace({ isBusy, onFile }: { isBusy: boolean; onFile: (file: File) => void }) {
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
      <p role="status">{isBusy ? "Sending the file…" : "Drop a JSONL, CSV or Parquet file here"}</p>
      <button type="button" className="button" disabled={isBusy} onClick={() => input.current?.click()}>
        Choose a file
      </button>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="File to import"
        accept=".jsonl,.ndjson,.json,.csv,.txt,.parquet,.arrow"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
    </section>
  );
}
