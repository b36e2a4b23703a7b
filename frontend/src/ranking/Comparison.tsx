import { useId, useMemo } from "react";
import { Rich } from "../words/Rich";
import { languageTag, t } from "../words/t";
import type { Board } from "./board";
import type { Comparing } from "./comparing";
import { countWords, diffWords, type Stretch } from "./wordDiff";
import { letterOf } from "./words";
import "./comparison.css";

type Props = {
  board: Board;
  comparing: Comparing;
  texts: ReadonlyMap<string, string>;
  onChoose: (to: string) => void;
};

/** An answer as it was written, with the words that another one has not, and those that only the other one has. */
export function Comparison({ board, comparing: { of, to }, texts, onChoose }: Props) {
  const id = useId();
  const before = texts.get(to) ?? "";
  const after = texts.get(of) ?? "";
  const { stretches, complete } = useMemo(() => diffWords(before, after), [before, after]);
  const [mine, theirs] = [letterOf(board, of), letterOf(board, to)];
  return (
    <div className="comparison">
      <p className="comparison-head" role="status">
        <label htmlFor={id}>
          <Rich
            text={t("ranking.comparison.beside", { letter: mine })}
            tags={{ other: () => <OtherAnswer id={id} board={board} of={of} to={to} onChoose={onChoose} /> }}
          />
        </label>
        <span>
          <Counted kind="added" count={countWords(stretches, "added")} letter={mine} />{" "}
          <Counted kind="removed" count={countWords(stretches, "removed")} letter={theirs} />
        </span>
      </p>
      {!complete && <p className="soft small">{t("ranking.comparison.incomplete")}</p>}
      <div className="prose" dir="auto" lang="">
        <p className="as-written">
          {stretches.map((stretch, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no other name
            <Marked key={index} stretch={stretch} />
          ))}
        </p>
      </div>
    </div>
  );
}

type OtherProps = { id: string; board: Board; of: string; to: string; onChoose: (to: string) => void };

function OtherAnswer({ id, board, of, to, onChoose }: OtherProps) {
  return (
    <select id={id} value={to} onChange={(event) => onChoose(event.target.value)}>
      {board.answers
        .filter((answer) => answer !== of)
        .map((answer) => (
          <option key={answer} value={answer}>
            {letterOf(board, answer)}
          </option>
        ))}
    </select>
  );
}

type CountedProps = { kind: "added" | "removed"; count: number; letter: string };

const Counted = ({ kind, count, letter }: CountedProps) => (
  <Rich
    text={t(`ranking.comparison.${kind}`, { count, letter })}
    tags={{ ins: (words) => <ins>{words}</ins>, del: (words) => <del>{words}</del> }}
  />
);

function Marked({ stretch: { kind, text } }: { stretch: Stretch }) {
  if (kind === "same") return text;
  const Mark = kind === "added" ? "ins" : "del";
  return (
    <Mark>
      <span className="visually-hidden" lang={languageTag()}>
        {t(kind === "added" ? "ranking.comparison.onlyHere" : "ranking.comparison.notHere")}
      </span>
      {text}
      <span className="visually-hidden">]</span>
    </Mark>
  );
}
