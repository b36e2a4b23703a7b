import type { Import, ImportStatus } from "../api/imports";
import { bytes, count, figure } from "../ui/numbers";

export const STATUS_WORDS: Record<ImportStatus, string> = {
  fetching: "being fetched",
  draft: "waiting for you",
  queued: "waiting for a worker",
  running: "coming in",
  complete: "complete",
  failed: "failed",
  cancelled: "cancelled",
  removing: "being removed",
  removed: "removed",
};

export const STATUS_TONES: Record<ImportStatus, string> = {
  fetching: "live",
  draft: "live",
  queued: "live",
  running: "live",
  complete: "good",
  failed: "warning",
  cancelled: "none",
  removing: "live",
  removed: "none",
};

/** Say in one sentence how an import stands. */
export function importSentence(source: Import): string {
  const { counts } = source;
  switch (source.status) {
    case "fetching":
      return `Fetching the data set, ${bytes(source.size)} so far.`;
    case "queued":
      return "The import waits for a worker.";
    case "running":
      return source.rows_done === 0
        ? `Checking every line, ${figure(source.rows_total)} so far.`
        : `${figure(source.rows_done)} of ${count(source.rows_total, "line")} are in.`;
    case "complete":
      return (
        `${count(counts.prompts, "prompt")} with ${count(counts.completions, "answer")} imported, ` +
        `${count(counts.tasks, "task")} made, ${figure(counts.duplicates)} known already.`
      );
    case "removing":
      return "What the import brought is being removed.";
    case "removed":
      return "All that the import brought is removed.";
    case "cancelled":
      return "The import was cancelled. Nobody is given its tasks; resume it or remove it.";
    default:
      return source.problem || "The import waits for you.";
  }
}
