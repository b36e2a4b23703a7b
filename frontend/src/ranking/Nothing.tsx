import type { ReactNode } from "react";
import { count, duration } from "../ui/numbers";
import type { Nothing as Reason } from "./queue";

type Props = { nothing: Reason; today: number; onLook: () => void; back: ReactNode };

const TITLES: Record<string, string> = {
  finished: "Everything here is ranked",
  held: "All open tasks are with others",
  quota: "Your quota is reached",
  paused: "This project is paused",
  member_paused: "You are paused in this project",
};

/** Why there is no task, and what to do: said apart, because each asks for something else. */
export function Nothing({ nothing, today, onLook, back }: Props) {
  const wait = nothing.retryAfterS;
  return (
    <section className="nothing">
      <h1 tabIndex={-1}>{TITLES[nothing.reason] ?? "No task now"}</h1>
      <p>{nothing.message}</p>
      {wait !== null && (
        <p className="soft">This page looks again by itself in {duration(Math.max(5, wait) * 1000)}.</p>
      )}
      <p className="soft">You ranked {count(today, "task")} today.</p>
      <div className="actions">
        {nothing.reason !== "quota" && (
          <button type="button" className="button primary" onClick={onLook}>
            Look again
          </button>
        )}
        {back}
      </div>
    </section>
  );
}
