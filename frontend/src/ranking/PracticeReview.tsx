import { useEffect, useRef, useState } from "react";
import { type Practised, usePractised } from "../api/getPractised";
import { Markdown } from "../ui/Markdown";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";
import { useOutbox } from "./OutboxProvider";
import { waiting } from "./outbox";
import { PassagesDrawer } from "./PassagesDrawer";
import { PracticeAnswers } from "./PracticeAnswers";
import { PracticeOutcome } from "./PracticeOutcome";
import { PracticePairs } from "./PracticePairs";
import { PromptPane } from "./PromptPane";
import "./practice.css";

type Props = { assignment: string; onGoOn: (again: boolean) => void };

/** The solution of a practice task beside one's own ranking, as soon as that has got through. */
export function PracticeReview({ assignment, onGoOn }: Props) {
  const { state } = useOutbox();
  const isUnsent = waiting(state).some((letter) => letter.assignment === assignment);
  const isClear = state.loaded && !state.sending && !isUnsent;
  const { data, error, refetch } = usePractised(assignment, isClear);
  if (data) return <Solved practised={data} onGoOn={onGoOn} />;
  return (
    <main className="desk-empty" aria-live="polite">
      {isUnsent && state.problem ? (
        <p className="soft">{t("ranking.practice.unsent")}</p>
      ) : error?.temporary ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : error ? (
        <>
          <p>{t("ranking.practice.noSolution")}</p>
          <button type="button" className="button primary" onClick={() => onGoOn(false)}>
            {t("ranking.practice.next")}
          </button>
        </>
      ) : (
        <Waiting what={t("ranking.practice.fetching")} />
      )}
    </main>
  );
}

type SolvedProps = { practised: Practised; onGoOn: (again: boolean) => void };

function Solved({ practised, onGoOn }: SolvedProps) {
  const { assignment, explanation, round } = practised;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const [readsPassages, setReadsPassages] = useState(false);
  const passages = assignment.prompt.context;
  const isFailed = round.status === "failed";
  useEnter(() => onGoOn(isFailed));
  const place = assignment.practice ?? { number: round.tasks, of: round.tasks, round: round.number };
  return (
    <main className="practice">
      <h1 ref={heading} tabIndex={-1}>
        {t("ranking.practice.solution", { number: place.number, of: place.of })}
      </h1>
      <PracticeOutcome practised={practised} />
      <PracticePairs practised={practised} />
      {explanation && (
        <section className="practice-why" aria-label={t("ranking.practice.why")}>
          <h2>{t("ranking.practice.why")}</h2>
          <Markdown text={explanation} />
        </section>
      )}
      <div className="actions practice-go">
        <button type="button" className="button primary" onClick={() => onGoOn(isFailed)}>
          {t(`ranking.practice.${isFailed ? "again" : round.status === "open" ? "next" : "real"}`)}{" "}
          <kbd>↵</kbd>
        </button>
      </div>
      <PromptPane
        messages={assignment.prompt.messages}
        domain={assignment.domain}
        passages={passages.length}
        onPassages={() => setReadsPassages(true)}
      />
      <PracticeAnswers practised={practised} />
      {readsPassages && <PassagesDrawer passages={passages} onClose={() => setReadsPassages(false)} />}
    </main>
  );
}

/** Enter goes on, wherever the focus is but on something that has its own use for it; never the one held since the submit. */
function useEnter(goOn: () => void): void {
  const latest = useRef(goOn);
  latest.current = goOn;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const isPlain = event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!isPlain || event.repeat || document.querySelector("dialog[open]")) return;
      if (
        event.target instanceof Element &&
        event.target.closest("a, button, summary, input, select, textarea")
      )
        return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
}
