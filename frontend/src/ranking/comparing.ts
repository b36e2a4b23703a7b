import { type Board, rankOf } from "./board";

/** Two answers whose words are compared: `of` is the one read, `to` the one it is held against. */
export type Comparing = { readonly of: string; readonly to: string };

/** Return the answer to hold one against: the one ranked next above it, else next below, else the first other one. */
export function neighbourOf(board: Board, answer: string): string | null {
  const others = board.answers.filter((other) => other !== answer);
  const rank = rankOf(board, answer);
  const ranked = others.filter((other) => rankOf(board, other) !== null);
  if (rank === null || ranked.length === 0) return others[0] ?? null;
  const distance = (other: string) => {
    const gap = (rankOf(board, other) ?? 0) - rank;
    return gap <= 0 ? -gap : gap + 0.5;
  };
  return ranked.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}

/** D on the answer compared ends it; on another one it compares that. */
export function toggled(now: Comparing | null, board: Board, answer: string): Comparing | null {
  if (now?.of === answer) return null;
  const to = neighbourOf(board, answer);
  return to === null ? null : { of: answer, to };
}
