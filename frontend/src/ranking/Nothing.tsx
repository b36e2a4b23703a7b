import type { ReactNode } from "react";
import { Link } from "../app/navigation";
import { Rich } from "../words/Rich";
import { t } from "../words/t";
import { Countdown } from "./Countdown";
import { type EmptyState, emptyState, type ProjectFacts } from "./emptyState";
import type { Nothing as Reason } from "./queue";

type Props = {
  nothing: Reason;
  project: string;
  facts: ProjectFacts;
  today: number;
  onLook: () => void;
  onPractise: () => void;
};

/** Why there is no task, and what to do: said apart, because each asks for something else. */
export function Nothing({ nothing, project, facts, today, onLook, onPractise }: Props) {
  const state = emptyState(nothing, facts);
  const wait = nothing.retryAfterS;
  return (
    <section className="nothing">
      <h1 tabIndex={-1}>{state.title}</h1>
      <p>{state.words}</p>
      {wait !== null && (
        <p className="soft">
          <Rich
            text={t("ranking.nothing.looksAgain")}
            tags={{ time: () => <Countdown seconds={Math.max(5, wait)} /> }}
          />
        </p>
      )}
      {today > 0 && <p className="soft">{t("ranking.nothing.rankedToday", { count: today })}</p>}
      <div className="actions">{button(state, project, onLook, onPractise)}</div>
    </section>
  );
}

function button(
  { next }: EmptyState,
  project: string,
  onLook: () => void,
  onPractise: () => void,
): ReactNode {
  if (next === "practise")
    return (
      <button type="button" className="button primary" onClick={onPractise}>
        {t("ranking.practice.again")}
      </button>
    );
  if (next === "look")
    return (
      <button type="button" className="button primary" onClick={onLook}>
        {t("ranking.nothing.look")}
      </button>
    );
  return next === "import" ? (
    <Link className="button primary" to={`/projects/${project}/import`}>
      {t("ranking.nothing.import")}
    </Link>
  ) : (
    <Link className="button primary" to={`/projects/${project}`}>
      {t("ranking.nothing.back")}
    </Link>
  );
}
