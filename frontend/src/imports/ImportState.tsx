import { useCancelImport, useRemoveImport, useResumeImport } from "../api/changeImport";
import { isUnderWay } from "../api/getImport";
import type { Project } from "../api/getProject";
import { type Import, importsPath } from "../api/imports";
import { Link } from "../app/navigation";
import { Bar } from "../ui/Bar";
import { Problem } from "../ui/Problem";
import { ImportReport } from "./ImportReport";
import { importSentence, STATUS_TONES, STATUS_WORDS } from "./importWords";
import { RemoveImport } from "./RemoveImport";

type Props = { project: Project; source: Import; onLeave: () => void };

/** How an import that was started stands, and what can be done about it. */
export function ImportState({ project, source, onLeave }: Props) {
  const tone = source.status === "complete" ? "good" : source.status === "failed" ? "warning" : "";
  return (
    <>
      <h2>
        {source.file_name}{" "}
        <span className="status small" data-tone={STATUS_TONES[source.status]}>
          {STATUS_WORDS[source.status]}
        </span>
      </h2>
      <div className={`notice ${tone}`}>
        <p>{importSentence(source)}</p>
      </div>
      {source.status === "running" && source.rows_done > 0 && (
        <Bar label="Lines that are in" done={source.rows_done} of={source.rows_total} />
      )}
      {source.counts.rows > 0 && (
        <ImportReport counts={source.counts} problems={source.problems} warnings={source.warnings} />
      )}
      <StateActions project={project} source={source} onLeave={onLeave} />
    </>
  );
}

function StateActions({ project, source, onLeave }: Props) {
  const cancel = useCancelImport(project.id, source.id);
  const resume = useResumeImport(project.id, source.id);
  const remove = useRemoveImport(project.id, source.id);
  const error = cancel.error ?? resume.error ?? remove.error;
  const isHalted = source.status === "failed" || source.status === "cancelled";
  return (
    <>
      {error && <Problem error={error} />}
      <div className="actions">
        {isUnderWay(source.status) && source.status !== "removing" && (
          <button type="button" className="button danger" onClick={() => cancel.mutate(undefined)}>
            Cancel
          </button>
        )}
        {isHalted && (
          <button type="button" className="button primary" onClick={() => resume.mutate({})}>
            Resume
          </button>
        )}
        {isHalted && source.problems.length > 0 && (
          <button type="button" className="button" onClick={() => resume.mutate({ bad_lines: "skip" })}>
            Leave the bad lines out
          </button>
        )}
        {(isHalted || source.status === "complete") && (
          <RemoveImport
            prompts={source.counts.prompts}
            isPending={remove.isPending}
            onRemove={() => remove.mutate(undefined)}
          />
        )}
        {source.has_report && (
          <a className="button" href={`${importsPath(project.id)}/${source.id}/report`} download>
            All bad lines, as CSV
          </a>
        )}
        {source.status === "complete" && (
          <Link className="button" to={`/projects/${project.id}`}>
            Go on
          </Link>
        )}
        <button type="button" className="button quiet" onClick={onLeave}>
          Import something else
        </button>
      </div>
    </>
  );
}
