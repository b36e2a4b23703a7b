import { t } from "../words/t";
import { type Board, rankOf } from "./board";
import { RankSelect } from "./RankSelect";
import { letterOf } from "./words";
import type { Step } from "./work";

type Props = { board: Board; answer: string; take: (step: Step) => void; goOn?: boolean };

/** Above so many answers the ranks are chosen from a list. */
const MOST_BUTTONS = 6;

/** Everything that keys and dragging do, with a single pointer. */
export function RankButtons({ board, answer, take, goOn = false }: Props) {
  const rank = rankOf(board, answer);
  const name = letterOf(board, answer);
  const ranks = board.answers.map((_, index) => index + 1);
  return (
    <fieldset className="rank-buttons">
      <legend className="visually-hidden">{t("ranking.place.legend", { letter: name })}</legend>
      {ranks.length > MOST_BUTTONS ? (
        <RankSelect board={board} answer={answer} take={take} goOn={goOn} />
      ) : (
        ranks.map((one) => (
          <button
            key={one}
            type="button"
            className="rank-button"
            aria-pressed={rank === one}
            aria-label={t("ranking.place.rank", { rank: one })}
            onClick={() =>
              take(rank === one ? { kind: "unplace", answer } : { kind: "place", answer, rank: one, goOn })
            }
          >
            {one}
          </button>
        ))
      )}
      <span className="rank-moves">
        <MoveButton
          label={t("ranking.place.up")}
          sign="↑"
          onClick={() => take({ kind: "move", answer, by: -1 })}
        />
        <MoveButton
          label={t("ranking.place.down")}
          sign="↓"
          onClick={() => take({ kind: "move", answer, by: 1 })}
        />
        {board.ties && (
          <MoveButton label={t("ranking.place.tie")} sign="=" onClick={() => take({ kind: "tie", answer })} />
        )}
      </span>
    </fieldset>
  );
}

function MoveButton({ label, sign, onClick }: { label: string; sign: string; onClick: () => void }) {
  return (
    <button type="button" className="rank-button plain" aria-label={label} title={label} onClick={onClick}>
      {sign}
    </button>
  );
}
