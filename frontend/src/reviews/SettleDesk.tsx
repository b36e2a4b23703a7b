import { useCallback, useReducer, useState } from "react";
import { type Review, useSettle } from "../api/reviews";
import { AnswerCard } from "../ranking/AnswerCard";
import { groupsOf, isComplete } from "../ranking/board";
import { Comparison } from "../ranking/Comparison";
import { type Comparing, toggled } from "../ranking/comparing";
import { DragArea } from "../ranking/dragging";
import type { Action } from "../ranking/keys";
import { RankBar } from "../ranking/RankBar";
import { RankPanel } from "../ranking/RankPanel";
import { useSingleKeys } from "../ranking/singleKeys";
import { stepFor } from "../ranking/stepFor";
import { useKeys } from "../ranking/useKeys";
import { letterOf, sayMissing, sayPlace } from "../ranking/words";
import { newWork, type Step, takeStep, type Work } from "../ranking/work";
import { errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { Rich } from "../words/Rich";
import { t } from "../words/t";

type Props = { project: string; review: Review };
type Seen = { work: Work; moves: number };

const after = ({ work, moves }: Seen, { step, byKey }: { step: Step; byKey: boolean }): Seen => ({
  work: takeStep(work, step),
  moves: byKey ? moves + 1 : moves,
});

/** The reviewer's own ranking, with the keys, buttons and drag of the ranking page, and its reason. */
export function SettleDesk({ project, review }: Props) {
  const [{ work, moves }, dispatch] = useReducer(after, null, () => ({
    work: newWork(
      review.answers.map(({ id }) => id),
      review.allow_ties,
    ),
    moves: 0,
  }));
  const take = useCallback((step: Step) => dispatch({ step, byKey: false }), []);
  const takeByKey = useCallback((step: Step) => dispatch({ step, byKey: true }), []);
  const [reason, setReason] = useState("");
  const [complaint, setComplaint] = useState("");
  const [id] = useState(() => crypto.randomUUID());
  const [singleKeys] = useSingleKeys();
  const settle = useSettle(project, review.id);
  const { board, focused } = work;
  const [comparing, setComparing] = useState<Comparing | null>(null);
  const texts = new Map(review.answers.map((answer) => [answer.id, answer.text]));

  const submit = () => {
    const missing = sayMissing(board) || (reason.trim() === "" ? t("reviews.settle.sayWhy") : "");
    setComplaint(missing);
    if (missing !== "" || settle.isPending) return;
    const [latest] = review.adjudications;
    settle.mutate({ client_id: id, groups: groupsOf(board), reason, after: latest?.revision ?? 0 });
  };
  const act = (action: Action) => {
    if (action.kind === "submit") return submit();
    if (action.kind === "compare") return setComparing(toggled(comparing, board, focused));
    const step = stepFor(action, work, false);
    if (step && step.kind !== "all-bad") takeByKey(step);
  };
  useKeys(singleKeys, act);

  return (
    <section className="section settle" aria-labelledby="settle">
      <div className="section-head">
        <h2 id="settle">
          {t(review.adjudications.length > 0 ? "reviews.settle.again" : "reviews.settle.title")}
        </h2>
        <p className="soft small">
          <Rich text={t("reviews.settle.keys")} tags={{ k: (key) => <kbd>{key}</kbd> }} />
        </p>
      </div>
      <DragArea
        onDrop={(answer, target) =>
          take(
            target === null
              ? { kind: "unplace", answer }
              : { kind: "place", answer, rank: target, goOn: false },
          )
        }
        preview={(answer) => <span className="chip dragged">{letterOf(board, answer)}</span>}
      >
        <div className="settle-desk">
          <section className="answers" aria-label={t("ranking.answers.label")}>
            {review.answers.map(({ id: answer, text }) => (
              <AnswerCard
                key={answer}
                board={board}
                answer={answer}
                text={text}
                isFocused={focused === answer}
                moves={moves}
                take={take}
                comparison={
                  comparing?.of === answer ? (
                    <Comparison
                      board={board}
                      comparing={comparing}
                      texts={texts}
                      onChoose={(to) => setComparing({ of: answer, to })}
                    />
                  ) : null
                }
                onCompare={() => setComparing(toggled(comparing, board, answer))}
              >
                {null}
              </AnswerCard>
            ))}
          </section>
          <RankPanel board={board} focused={focused} texts={texts} partial={false} take={takeByKey} />
          <RankBar
            board={board}
            focused={focused}
            take={takeByKey}
            go={(answer) => takeByKey({ kind: "focus", answer })}
          />
        </div>
      </DragArea>
      <p className="visually-hidden" aria-live="polite">
        {moves > 0 && sayPlace(board, focused)}
      </p>
      {settle.error && <Problem error={settle.error} />}
      <label className="field">
        <span className="field-label">{t("reviews.settle.why")}</span>
        <textarea
          rows={2}
          lang=""
          dir="auto"
          value={reason}
          aria-invalid={errorAt(settle.error, "reason") ? true : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div className="actions">
        <button
          type="button"
          className="button primary"
          aria-disabled={!isComplete(board) || reason.trim() === ""}
          disabled={settle.isPending}
          onClick={submit}
        >
          {t("reviews.settle.settle")} <kbd>{t("ranking.submitKeys")}</kbd>
        </button>
        <span className="field-error" role="alert">
          {complaint}
        </span>
      </div>
    </section>
  );
}
