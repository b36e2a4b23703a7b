import { type Board, rankOf, tiedWith, unplaced } from "./board";

/** Return the letter an answer carries by its place shown: A, B, C … */
export const letterOf = (board: Board, answer: string): string =>
  String.fromCharCode(65 + board.answers.indexOf(answer));

/** Say where an answer lies: "Answer B, rank 2 of 4, tied with D". */
export function sayPlace(board: Board, answer: string): string {
  const rank = rankOf(board, answer);
  const name = `Answer ${letterOf(board, answer)}`;
  if (rank === null) return `${name}, unplaced`;
  const others = tiedWith(board, answer).map((other) => letterOf(board, other));
  return `${name}, rank ${rank} of ${board.answers.length}${others.length > 0 ? `, tied with ${listOf(others)}` : ""}`;
}

export function sayMissing(board: Board): string {
  const open = unplaced(board).map((answer) => letterOf(board, answer));
  return open.length === 0 ? "" : `Place ${listOf(open)} first.`;
}

/** Return "A, B and C". */
export function listOf(letters: string[]): string {
  if (letters.length < 2) return letters.join("");
  return `${letters.slice(0, -1).join(", ")} and ${letters.at(-1)}`;
}
