import type { Practised } from "../api/getPractised";
import { percent } from "../ui/numbers";
import { t } from "../words/t";

/** How this task went and, with the last one, the round: said aloud too. */
export function PracticeOutcome({ practised: { right, pairs, round } }: { practised: Practised }) {
  const values = { score: percent(round.score), mark: percent(round.mark) };
  const tone = round.status === "passed" ? "good" : round.status === "failed" ? "warning" : undefined;
  return (
    <div className="practice-outcome" role="status" data-tone={tone}>
      <p>{t("ranking.practice.right", { right, pairs })}</p>
      {round.status === "open" && <p className="soft">{t("ranking.practice.soFar", values)}</p>}
      {round.status === "passed" && <p>{t("ranking.practice.passed", values)}</p>}
      {round.status === "failed" && <p>{t("ranking.practice.failed", values)}</p>}
      {(round.status === "waived" || round.status === "reset") && <p>{t("ranking.practice.ended")}</p>}
    </div>
  );
}
