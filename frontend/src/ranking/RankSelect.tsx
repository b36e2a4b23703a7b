import { t } from "../words/t";
import { type Board, rankOf } from "./board";
import { letterOf } from "./words";
import type { Step } from "./work";

type Props = { board: Board; answer: string; take: (step: Step) => void; goOn: boolean };

/** The rank of an answer as a list to choose from: where buttons for every rank would be too many. */
export function RankSelect({ board, answer, take, goOn }: Props) {
  const choose = (rank: number) =>
    take(rank === 0 ? { kind: "unplace", answer } : { kind: "place", answer, rank, goOn });
  return (
    <select
      className="rank-select"
      aria-label={t("ranking.place.select", { letter: letterOf(board, answer) })}
      value={rankOf(board, answer) ?? 0}
      onChange={(event) => choose(Number(event.target.value))}
    >
      <option value={0}>{t("ranking.answers.unplaced")}</option>
      {board.answers.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rank is its number
        <option key={index} value={index + 1}>
          {t("ranking.answers.rank", { rank: index + 1 })}
        </option>
      ))}
    </select>
  );
}
