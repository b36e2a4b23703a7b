/**
 * The board of one task: which answer lies in which rank. `slots[0]` is rank 1; answers in one slot are tied. There are
 * as many slots as answers, so a rank can be empty while someone thinks; groups leave the empty ones out.
 */
export type Board = {
  readonly answers: readonly string[];
  readonly slots: readonly (readonly string[])[];
  readonly ties: boolean;
};

type Slots = readonly (readonly string[])[];

export const newBoard = (answers: readonly string[], ties: boolean): Board => ({
  answers,
  slots: answers.map(() => []),
  ties,
});

/** Return the rank of an answer, counted from 1, or null while it is unplaced. */
export function rankOf(board: Board, answer: string): number | null {
  const index = slotOf(board.slots, answer);
  return index < 0 ? null : index + 1;
}

export const tiedWith = (board: Board, answer: string): string[] =>
  (board.slots[slotOf(board.slots, answer)] ?? []).filter((other) => other !== answer);

export const unplaced = (board: Board): string[] =>
  board.answers.filter((answer) => slotOf(board.slots, answer) < 0);

export const isComplete = (board: Board): boolean => unplaced(board).length === 0;

export const isEmpty = (board: Board): boolean => board.slots.every((slot) => slot.length === 0);

/** Put an answer at a rank. An answer already there is tied with it, or makes room where ties are not allowed. */
export function place(board: Board, answer: string, rank: number): Board {
  if (rank < 1 || rank > board.slots.length || rankOf(board, answer) === rank) return board;
  const slots = without(board.slots, answer);
  const taken = (slots[rank - 1]?.length ?? 0) > 0;
  if (taken && !board.ties) return { ...board, slots: makeRoom(slots, rank, answer) };
  return { ...board, slots: put(board, slots, rank - 1, answer) };
}

export const unplace = (board: Board, answer: string): Board =>
  rankOf(board, answer) === null ? board : { ...board, slots: without(board.slots, answer) };

/** Tie an answer with the group above it; an unplaced answer joins the lowest group. */
export function tieWithAbove(board: Board, answer: string): Board {
  if (!board.ties) return board;
  const own = slotOf(board.slots, answer);
  const above = lastTaken(board.slots, own < 0 ? board.slots.length : own);
  return above < 0 ? board : place(board, answer, above + 1);
}

/** Move an answer one rank up (-1) or down (+1); an unplaced one goes to the first empty rank. */
export function move(board: Board, answer: string, by: -1 | 1): Board {
  const from = slotOf(board.slots, answer);
  if (from < 0) return place(board, answer, board.slots.findIndex((slot) => slot.length === 0) + 1);
  const tied = tiedWith(board, answer).length > 0;
  return tied ? leaveGroup(board, answer, from, by) : swapSlots(board, from, from + by);
}

/** Return the groups, best first: what a ranking is. */
export const groupsOf = (board: Board): string[][] =>
  board.slots.filter((slot) => slot.length > 0).map((slot) => [...slot]);

/** Return the board that shows these groups; answers the task does not have are dropped. */
export function fromSlots(answers: readonly string[], ties: boolean, given: Slots): Board {
  const slots = answers.map((_, index) => (given[index] ?? []).filter((answer) => answers.includes(answer)));
  return { answers, ties, slots };
}

/** Return the next unplaced answer after this one in the order shown, going round, or null. */
export function nextUnplaced(board: Board, answer: string): string | null {
  const open = unplaced(board);
  const own = board.answers.indexOf(answer);
  return open.find((other) => board.answers.indexOf(other) > own) ?? open[0] ?? null;
}

/** Push what lies there down where a rank below is empty, else up: the answer gets the rank it was given. */
function makeRoom(slots: Slots, rank: number, answer: string): Slots {
  const roomBelow = slots.some((slot, index) => index >= rank && slot.length === 0);
  return insert(slots, roomBelow ? rank - 1 : rank, [answer]);
}

function leaveGroup(board: Board, answer: string, from: number, by: -1 | 1): Board {
  const rest = without(board.slots, answer);
  const target = from + by;
  if (rest[target]?.length === 0) return { ...board, slots: put(board, rest, target, answer) };
  return { ...board, slots: insert(rest, by < 0 ? from : from + 1, [answer]) };
}

function swapSlots(board: Board, from: number, to: number): Board {
  const here = board.slots[from];
  const there = board.slots[to];
  if (!here || !there) return board;
  return {
    ...board,
    slots: board.slots.map((slot, index) => (index === from ? there : index === to ? here : slot)),
  };
}

/** Insert a slot and take away the nearest empty one, so that their number stays; below it first. */
function insert(slots: Slots, at: number, content: readonly string[]): Slots {
  const grown = [...slots.slice(0, at), content, ...slots.slice(at)];
  const below = grown.findIndex((slot, index) => index > at && slot.length === 0);
  const spare = below >= 0 ? below : grown.findLastIndex((slot, index) => index < at && slot.length === 0);
  return grown.filter((_, index) => index !== spare);
}

const put = (board: Board, slots: Slots, at: number, answer: string): Slots =>
  slots.map((slot, index) =>
    index === at ? board.answers.filter((one) => one === answer || slot.includes(one)) : slot,
  );

const without = (slots: Slots, answer: string): Slots =>
  slots.map((slot) => (slot.includes(answer) ? slot.filter((one) => one !== answer) : slot));

const slotOf = (slots: Slots, answer: string): number => slots.findIndex((slot) => slot.includes(answer));

const lastTaken = (slots: Slots, before: number): number =>
  slots.findLastIndex((slot, index) => index < before && slot.length > 0);
