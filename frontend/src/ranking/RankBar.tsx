import { type Board, rankOf } from "./board";
import { RankButtons } from "./RankButtons";
import { letterOf, sayPlace } from "./words";
import type { Step } from "./work";

type Props = { board: Board; focused: string; take: (step: Step) => void; go: (answer: string) => void };

/** The foot of a phone: which answer is on the screen, where each one lies, and the ranks to give. */
export function RankBar({ board, focused, take, go }: Props) {
  return (
    <div className="rank-bar">
      <div className="tabs">
        {board.answers.map((answer) => (
          <button
            key={answer}
            type="button"
            className="tab"
            aria-pressed={answer === focused}
            onClick={() => go(answer)}
          >
            <span className="visually-hidden">{sayPlace(board, answer)}</span>
            <span aria-hidden="true">{letterOf(board, answer)}</span>
            <span aria-hidden="true" className="tab-rank">
              {rankOf(board, answer) ?? "–"}
            </span>
          </button>
        ))}
      </div>
      <RankButtons board={board} answer={focused} take={take} goOn />
    </div>
  );
}
