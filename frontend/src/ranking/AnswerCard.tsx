import { type ReactNode, useEffect, useRef } from "react";
import { Markdown } from "../ui/Markdown";
import { t } from "../words/t";
import { type Board, rankOf, tiedWith } from "./board";
import { useGrip } from "./dragging";
import { RankButtons } from "./RankButtons";
import { letterOf, sayPlace } from "./words";
import type { Step } from "./work";

type Props = {
  board: Board;
  answer: string;
  text: string;
  isFocused: boolean;
  moves: number;
  take: (step: Step) => void;
  /** Stands in for the text while its words are compared. */
  comparison: ReactNode;
  onCompare: () => void;
  children: ReactNode;
};

/** One answer in full. The one in focus carries the ring; keys act on it wherever the focus of the browser is. */
export function AnswerCard({
  board,
  answer,
  text,
  isFocused,
  moves,
  take,
  comparison,
  onCompare,
  children,
}: Props) {
  const card = useRef<HTMLElement>(null);
  const { grip, isDragging } = useGrip(answer, "card");
  const rank = rankOf(board, answer);
  const letter = letterOf(board, answer);

  // `moves` counts the steps taken by key: only those bring the focus of the browser along. Where the browser's focus
  // comes because of such a step, it is no new step: the next key may have gone on already.
  const isBrought = useRef(false);
  useEffect(() => {
    if (!isFocused || moves === 0) return;
    isBrought.current = true;
    card.current?.focus({ preventScroll: true });
    isBrought.current = false;
    card.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [isFocused, moves]);

  return (
    <article
      ref={card}
      tabIndex={-1}
      className="answer"
      data-focused={isFocused}
      data-placed={rank !== null}
      data-dragging={isDragging}
      data-answer={answer}
      aria-label={sayPlace(board, answer)}
      onFocus={() => isBrought.current || take({ kind: "focus", answer })}
      onPointerDown={() => take({ kind: "focus", answer })}
    >
      <header className="answer-head">
        <span className="grip" ref={grip} title={t("ranking.answers.drag")}>
          <span className="letter" aria-hidden="true">
            {letter}
          </span>
        </span>
        <span className="place">
          {rank === null ? t("ranking.answers.unplaced") : t("ranking.answers.rank", { rank })}
          {tiedWith(board, answer).length > 0 && ` · ${t("ranking.answers.tied")}`}
        </span>
        <button
          type="button"
          className="button quiet small"
          aria-pressed={comparison !== null}
          onClick={onCompare}
        >
          {t("ranking.answers.compare")} <kbd>D</kbd>
        </button>
        <RankButtons board={board} answer={answer} take={take} />
      </header>
      {comparison ?? <Markdown text={text} />}
      {children}
    </article>
  );
}
