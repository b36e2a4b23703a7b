import type { ReactNode } from "react";
import { Link } from "../app/navigation";
import { count } from "../ui/numbers";
import { Countdown } from "./Countdown";
import { type EmptyState, emptyState } from "./emptyState";
import type { Nothing as Reason } from "./queue";

type Props = {
  nothing: Reason;
  project: string;
  seats: number;
  today: number;
  canManage: boolean;
  onLook: () => void;
};

/** Why there is no task, and what to do: said apart, because each asks for something else. */
export function Nothing({ nothing, project, seats, today, canManage, onLook }: Props) {
  const state = emptyState(nothing, seats, canManage);
  const wait = nothing.retryAfterS;
  return (
    <section className="nothing">
      <h1 tabIndex={-1}>{state.title}</h1>
      <p>{state.words}</p>
      {wait !== null && (
        <p className="soft">
          This page looks again by itself in <Countdown seconds={Math.max(5, wait)} />.
        </p>
      )}
      {today > 0 && <p className="soft">You ranked {count(today, "task")} today.</p>}
      <div className="actions">{button(state, project, onLook)}</div>
    </section>
  );
}

function button({ next }: EmptyState, project: string, onLook: () => void): ReactNode {
  if (next === "look")
    return (
      <button type="button" className="button primary" onClick={onLook}>
        Look again
      </button>
    );
  return next === "import" ? (
    <Link className="button primary" to={`/projects/${project}/import`}>
      Import prompts
    </Link>
  ) : (
    <Link className="button primary" to={`/projects/${project}`}>
      Back to the project
    </Link>
  );
}
