import type { Round } from "../api/practice";
import { When } from "../ui/When";
import { t } from "../words/t";
import { roundWords } from "./practiceWords";

/** Somebody's rounds of practice, the newest first; folded, because the newest stands beside. */
export function PracticeRounds({ rounds }: { rounds: Round[] }) {
  if (rounds.length === 0) return <span className="soft">{t("members.practice.none")}</span>;
  return (
    <details>
      <summary>{t("members.practice.count", { count: rounds.length })}</summary>
      <ul className="small">
        {rounds.map((round) => (
          <li key={round.number}>
            {roundWords(round)}
            {round.decided_by && ` · ${t("members.practice.by", { name: round.decided_by })}`}{" "}
            <span className="soft">
              <When at={round.ended_at ?? round.started_at} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
