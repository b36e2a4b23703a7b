import type { RefObject } from "react";
import { t } from "../words/t";
import { ConfidenceChoice } from "./ConfidenceChoice";
import type { Step, Work } from "./work";

type Props = {
  work: Work;
  note: RefObject<HTMLTextAreaElement | null>;
  ready: boolean;
  complaint: string;
  leftOut: string;
  asksConfidence: boolean;
  take: (step: Step) => void;
  onSkip: (() => void) | null;
  onSubmit: () => void;
};

/** The foot of the desk. Submit stays reachable while something is missing, and then says what. */
export function ActionBar({
  work,
  note,
  ready,
  complaint,
  leftOut,
  asksConfidence,
  take,
  onSkip,
  onSubmit,
}: Props) {
  return (
    <footer className="action-bar">
      <textarea
        ref={note}
        className="note"
        rows={1}
        dir="auto"
        lang=""
        aria-label={t("ranking.bar.note")}
        placeholder={t("ranking.bar.notePlaceholder")}
        value={work.note}
        onChange={(event) => take({ kind: "note", note: event.target.value })}
      />
      <span className="complaint" role="alert">
        {complaint}
      </span>
      {leftOut && <span className="left-out">{leftOut}</span>}
      {asksConfidence && (
        <ConfidenceChoice
          value={work.marks.confidence}
          onChange={(confidence) => take({ kind: "confidence", confidence })}
        />
      )}
      <button
        type="button"
        className="button quiet all-bad"
        aria-pressed={work.allBad}
        onClick={() => take({ kind: "all-bad" })}
      >
        {t("ranking.bar.allBad")} <kbd>X</kbd>
      </button>
      {onSkip && (
        <button type="button" className="button quiet" onClick={onSkip}>
          {t("ranking.bar.skip")} <kbd>S</kbd>
        </button>
      )}
      <button type="button" className="button primary" aria-disabled={!ready} onClick={onSubmit}>
        {t("ranking.bar.submit")} <kbd>{t("ranking.submitKeys")}</kbd>
      </button>
    </footer>
  );
}
