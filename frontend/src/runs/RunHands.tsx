import type { Run } from "../api/getRun";
import { usePauseRun } from "../api/pauseRun";
import { useRetryRun } from "../api/retryRun";
import { useStopRun } from "../api/stopRun";
import { Link } from "../app/navigation";
import { figure } from "../ui/numbers";
import { Problem } from "../ui/Problem";

/** What can be done with a run now: pause and stop it, go on with it, or go on from it with other numbers. */
export function RunHands({ run }: { run: Run }) {
  const stop = useStopRun(run.id);
  const pause = usePauseRun(run.id);
  const retry = useRetryRun(run.id);
  const error = stop.error ?? pause.error ?? retry.error;
  const from = run.state.checkpoint_step;
  return (
    <>
      {error && <Problem error={error} />}
      {run.can.pause && (
        <button
          type="button"
          className="button"
          disabled={pause.isPending}
          onClick={() => pause.mutate(undefined)}
        >
          Pause
        </button>
      )}
      {run.can.stop && (
        <button
          type="button"
          className="button danger"
          disabled={stop.isPending}
          onClick={() => stop.mutate(undefined)}
        >
          {run.status === "stopping" ? "Stop at once" : "Stop"}
        </button>
      )}
      {run.can.go_on_changed && (
        <Link className="button" to={`/runs/${run.id}/continue`}>
          Go on with other numbers
        </Link>
      )}
      {run.can.retry && (
        <button
          type="button"
          className="button primary"
          disabled={retry.isPending}
          onClick={() => retry.mutate(undefined)}
        >
          {from ? `Go on from step ${figure(from)}` : "Retry"}
        </button>
      )}
    </>
  );
}
