import { t } from "../words/t";
import { type Board, unplaced } from "./board";
import { type Target, useGrip, useTarget } from "./dragging";
import { letterOf, sayPlace } from "./words";
import type { Step } from "./work";

type Props = {
  board: Board;
  focused: string;
  texts: ReadonlyMap<string, string>;
  partial: boolean;
  take: (step: Step) => void;
};

/** The ranking as it stands: a row for each rank and one for what is unplaced. */
export function RankPanel({ board, focused, texts, partial, take }: Props) {
  const open = unplaced(board);
  const chips = (answers: readonly string[]) =>
    answers.map((answer) => (
      <Chip
        key={answer}
        board={board}
        answer={answer}
        text={texts.get(answer) ?? ""}
        isFocused={answer === focused}
        onChoose={() => take({ kind: "focus", answer })}
      />
    ));
  return (
    <section className="rank-panel" aria-labelledby="your-ranking">
      <h2 id="your-ranking">{t("ranking.panel.title")}</h2>
      <ol className="slots">
        {board.slots.map((slot, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its rank
          <Slot key={index} target={index + 1} isEmpty={slot.length === 0}>
            {chips(slot)}
            {slot.length > 1 && <span className="tied">{t("ranking.panel.tied")}</span>}
          </Slot>
        ))}
      </ol>
      <Slot
        target={null}
        isEmpty={open.length === 0}
        name={t(partial ? "ranking.panel.leftOut" : "ranking.panel.unplaced")}
      >
        {chips(open)}
      </Slot>
    </section>
  );
}

type SlotProps = { target: Target; isEmpty: boolean; name?: string; children: React.ReactNode };

function Slot({ target, isEmpty, name, children }: SlotProps) {
  const { target: ref, isOver } = useTarget(target);
  if (target === null)
    return (
      <div ref={ref} className="slot unplaced" data-over={isOver}>
        <span className="slot-name">{name}</span>
        <span className="chips">
          {isEmpty ? <span className="soft">{t("ranking.panel.none")}</span> : children}
        </span>
      </div>
    );
  return (
    <li ref={ref} className="slot" data-over={isOver} data-empty={isEmpty}>
      <span className="slot-name">{target}</span>
      <span className="chips">
        {isEmpty ? <span className="soft">{t("ranking.panel.drop", { rank: target })}</span> : children}
      </span>
    </li>
  );
}

type ChipProps = { board: Board; answer: string; text: string; isFocused: boolean; onChoose: () => void };

function Chip({ board, answer, text, isFocused, onChoose }: ChipProps) {
  const { grip } = useGrip(answer, "panel");
  return (
    <button
      ref={grip}
      type="button"
      className="chip"
      data-focused={isFocused}
      aria-label={sayPlace(board, answer)}
      title={text.slice(0, 200)}
      onClick={onChoose}
    >
      {letterOf(board, answer)}
    </button>
  );
}
