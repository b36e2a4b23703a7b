import { useState } from "react";
import { useRemoveImport, useStartImport } from "../api/changeImport";
import type { Project } from "../api/getProject";
import type { Import, ImportOptions } from "../api/imports";
import { usePreview } from "../api/previewImport";
import { bytes, count } from "../ui/numbers";
import { Waiting } from "../ui/Waiting";
import { DraftOptions } from "./DraftOptions";
import { ImportProblems } from "./ImportProblems";
import { ImportReport } from "./ImportReport";
import { MappingFields } from "./MappingFields";
import { PreviewRows } from "./PreviewRows";

type Props = { project: Project; source: Import; onLeave: () => void };

/** Look at what would come in, say which column is which, and import it. */
export function DraftStep({ project, source, onLeave }: Props) {
  const [options, setOptions] = useState<ImportOptions | null>(null);
  const { data: preview, error, isPlaceholderData: isOld } = usePreview(project.id, source.id, options);
  const start = useStartImport(project.id, source.id);
  const remove = useRemoveImport(project.id, source.id);
  const leave = () => remove.mutate(undefined, { onSuccess: onLeave });
  const head = (
    <h2>
      2. Look at {source.file_name} <span className="soft small">{bytes(source.size)}</span>
    </h2>
  );
  const back = (
    <button type="button" className="button quiet" onClick={leave}>
      Choose another file
    </button>
  );
  if (!preview)
    return (
      <>
        {head}
        {error ? <ImportProblems error={error} /> : <Waiting what="Reading the file" />}
        {back}
      </>
    );
  const chosen: ImportOptions = options ?? {
    mapping: preview.mapping,
    domain: "",
    known: "skip",
    bad_lines: "refuse",
  };
  const change = (part: Partial<ImportOptions>) => {
    start.reset();
    setOptions({ ...chosen, ...part });
  };
  const isRefused = preview.counts.bad > 0 && chosen.bad_lines === "refuse";
  return (
    <>
      {head}
      <p>
        Recognised as: <strong>{preview.title}</strong>.{" "}
        {preview.whole
          ? "Every line was read."
          : `The first ${count(preview.counts.rows, "line")} were read.`}
      </p>
      <ImportReport counts={preview.counts} warnings={preview.warnings} problems={preview.problems} />
      <PreviewRows rows={preview.rows} />
      <h2>3. Say which column is which</h2>
      <MappingFields
        columns={preview.columns}
        mapping={chosen.mapping}
        onChange={(mapping) => change({ mapping })}
      />
      <DraftOptions domains={project.domains} options={chosen} onChange={change} />
      {start.error && <ImportProblems error={start.error} />}
      <div className="actions">
        <button
          type="button"
          className="button primary"
          disabled={start.isPending || isOld || isRefused || preview.counts.rows === 0}
          onClick={() => start.mutate(chosen)}
        >
          {start.isPending ? "Importing…" : words(preview.whole, preview.counts.prompts)}
        </button>
        {back}
        <span className="soft">Nothing is kept until you import.</span>
      </div>
    </>
  );
}

const words = (whole: boolean, prompts: number): string =>
  whole ? `Import ${count(prompts, "prompt")}` : "Import";
