import type { Criterion } from "../api/criterion";
import { t } from "../words/t";
import { flagsOf, type Marks, pointOf, sayFlags } from "./marks";
import { RatingDots } from "./RatingDots";
import type { Step } from "./work";
import "./marks.css";

type Props = {
  answer: string;
  letter: string;
  marks: Marks;
  criteria: readonly Criterion[];
  take: (step: Step) => void;
  onFlag: (answer: string) => void;
};

/** What one answer gets beside its rank: flags and ratings. */
export function AnswerMarks({ answer, letter, marks, criteria, take, onFlag }: Props) {
  const flags = sayFlags(flagsOf(marks, answer));
  return (
    <footer className="answer-marks">
      <button
        type="button"
        className="button quiet small flag-button"
        aria-haspopup="dialog"
        data-flagged={flags !== ""}
        onClick={() => onFlag(answer)}
      >
        <span aria-hidden="true">⚑</span>
        <span className="visually-hidden">{t("ranking.flags.ofAnswer", { letter })}</span>
        {flags || t("ranking.flags.flag")}
      </button>
      {criteria.map((criterion) => (
        <RatingDots
          key={criterion.key}
          answer={answer}
          criterion={criterion}
          point={pointOf(marks, answer, criterion.key)}
          rate={(point) => take({ kind: "rate", answer, criterion: criterion.key, point })}
        />
      ))}
    </footer>
  );
}
