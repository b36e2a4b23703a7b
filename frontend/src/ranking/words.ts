import { formats, t } from "../words/t";
import { type Board, rankOf, tiedWith, unplaced } from "./board";

/** Return the letter an answer carries by its place shown: A, B, C … */
export const letterOf = (board: Board, answer: string): string =>
  String.fromCharCode(65 + board.answers.indexOf(answer));

/** Say where an answer lies: "Answer B, rank 2 of 4, tied with D". */
export function sayPlace(board: Board, answer: string): string {
  const rank = rankOf(board, answer);
  const letter = letterOf(board, answer);
  if (rank === null) return t("ranking.say.unplaced", { letter });
  const placed = { letter, rank, of: board.answers.length };
  const others = tiedWith(board, answer).map((other) => letterOf(board, other));
  return others.length === 0
    ? t("ranking.say.placed", placed)
    : t("ranking.say.tied", { ...placed, others: listOf(others) });
}

export function sayMissing(board: Board): string {
  const open = unplaced(board).map((answer) => letterOf(board, answer));
  return open.length === 0 ? "" : t("ranking.ready.place", { letters: listOf(open) });
}

/** Return "A, B and C". */
export const listOf = (letters: string[]): string =>
  new Intl.ListFormat(formats(), { type: "conjunction" }).format(letters);
