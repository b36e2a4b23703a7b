import type { Assignment } from "../api/assignment";
import { t } from "../words/t";
import { type Board, isComplete, unplaced } from "./board";
import { pointOf } from "./marks";
import { letterOf, listOf, sayMissing } from "./words";
import type { Work } from "./work";

export type Rules = Pick<Assignment, "allow_partial" | "criteria" | "criteria_required">;
const FEWEST_PLACED = 2;

/** Say what is still to be done before a ranking can be submitted; nothing when it can be. */
export function missingIn({ board, marks }: Work, rules: Rules): string {
  if (!rules.allow_partial && !isComplete(board)) return sayMissing(board);
  if (placed(board).length < FEWEST_PLACED) return t("ranking.ready.placeTwo");
  if (!rules.criteria_required) return "";
  const open = rules.criteria.find(({ key }) =>
    placed(board).some((one) => pointOf(marks, one, key) === null),
  );
  if (!open) return "";
  const unrated = placed(board).filter((one) => pointOf(marks, one, open.key) === null);
  const letters = listOf(unrated.map((one) => letterOf(board, one)));
  return t("ranking.ready.rate", { letters, criterion: open.label });
}

/** Say which answers a partial ranking would leave out, once it can be submitted. */
export function leftOutOf(work: Work, rules: Rules): string {
  const open = unplaced(work.board).map((one) => letterOf(work.board, one));
  if (!rules.allow_partial || open.length === 0 || missingIn(work, rules) !== "") return "";
  return t("ranking.ready.leftOut", { letters: listOf(open), count: open.length });
}

const placed = (board: Board): string[] => board.slots.flat();
