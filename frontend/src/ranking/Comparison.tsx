import { useMemo } from "react";
import { count } from "../ui/numbers";
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
  const before = texts.get(to) ?? "";
  const after = texts.get(of) ?? "";
  const { stretches, complete } = useMemo(() => diffWords(before, after), [before, after]);
  const [mine, theirs] = [letterOf(board, of), letterOf(board, to)];
  return (
    <div className="comparison">
      <p className="comparison-head" role="status">
        <label>
          Words of {mine} beside{" "}
          <select value={to} onChange={(event) => onChoose(event.target.value)}>
            {board.answers
              .filter((answer) => answer !== of)
              .map((answer) => (
                <option key={answer} value={answer}>
                  {letterOf(board, answer)}
                </option>
              ))}
          </select>
        </label>
        <span>
          <ins>{count(countWords(stretches, "added"), "word")}</ins> only in {mine},{" "}
          <del>{count(countWords(stretches, "removed"), "word")}</del> only in {theirs}
        </span>
      </p>
      {!complete && (
        <p className="soft small">They differ so much that the end is not compared word by word.</p>
      )}
      <div className="prose" dir="auto">
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

function Marked({ stretch: { kind, text } }: { stretch: Stretch }) {
  if (kind === "same") return text;
  const Mark = kind === "added" ? "ins" : "del";
  return (
    <Mark>
      <span className="visually-hidden">{kind === "added" ? "[only here: " : "[not here: "}</span>
      {text}
      <span className="visually-hidden">]</span>
    </Mark>
  );
}
