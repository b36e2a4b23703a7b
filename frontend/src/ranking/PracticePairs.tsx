import type { Practised } from "../api/getPractised";
import { t } from "../words/t";
import { lettersOf, type Outcome, pairsOf } from "./practised";

const SIGNS: Record<Outcome, string> = { right: "✓", wrong: "✗", tied: "=", leftOut: "–" };

/** Pair by pair: what the solution says, and whether the ranking says so too, by sign, word and colour. */
export function PracticePairs({ practised: { assignment, groups, solution } }: { practised: Practised }) {
  const letters = lettersOf(assignment.answers);
  const letter = (answer: string) => letters.get(answer) ?? "?";
  return (
    <section aria-label={t("ranking.practice.pairs")}>
      <h2>{t("ranking.practice.pairs")}</h2>
      <ul className="practice-pairs">
        {pairsOf(solution, groups).map(({ better, worse, outcome }) => (
          <li key={`${better} ${worse}`} data-outcome={outcome}>
            <span className="practice-sign" aria-hidden="true">
              {SIGNS[outcome]}
            </span>
            <span>
              {t("ranking.practice.better", { better: letter(better), worse: letter(worse) })}
              <span className="practice-said">{t(`ranking.practice.said.${outcome}`)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
