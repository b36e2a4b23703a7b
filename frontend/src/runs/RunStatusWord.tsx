import type { RunStatus } from "../api/getRun";

const TONES: Record<RunStatus, string> = {
  queued: "live",
  starting: "live",
  running: "live",
  stopping: "live",
  pausing: "live",
  paused: "none",
  stopped: "none",
  completed: "good",
  failed: "warning",
  lost: "warning",
};

export function RunStatusWord({ status }: { status: RunStatus }) {
  return (
    <span className="status" data-tone={TONES[status]}>
      {status}
    </span>
  );
}
