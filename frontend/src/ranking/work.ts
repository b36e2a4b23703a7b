import {
  type Board,
  fromSlots,
  isEmpty,
  move,
  newBoard,
  nextUnplaced,
  place,
  tieWithAbove,
  unplace,
} from "./board";

/** Everything a person has done with one task so far: what a draft keeps. */
export type Work = {
  readonly board: Board;
  readonly past: readonly Board[];
  readonly focused: string;
  readonly allBad: boolean;
  readonly note: string;
};

export type Step =
  | { kind: "focus"; answer: string }
  | { kind: "focus-next"; by: -1 | 1 }
  | { kind: "place"; answer: string; rank: number; goOn: boolean }
  | { kind: "move"; answer: string; by: -1 | 1 }
  | { kind: "tie"; answer: string }
  | { kind: "unplace"; answer: string }
  | { kind: "undo" }
  | { kind: "all-bad" }
  | { kind: "note"; note: string };

export type Draft = { slots: string[][]; allBad: boolean; note: string };

export function newWork(answers: readonly string[], ties: boolean, draft?: Draft): Work {
  return {
    board: draft ? fromSlots(answers, ties, draft.slots) : newBoard(answers, ties),
    past: [],
    focused: answers[0] ?? "",
    allBad: draft?.allBad ?? false,
    note: draft?.note ?? "",
  };
}

export const draftOf = (work: Work): Draft => ({
  slots: work.board.slots.map((slot) => [...slot]),
  allBad: work.allBad,
  note: work.note,
});

export const isUntouched = (work: Work): boolean => isEmpty(work.board) && !work.allBad && work.note === "";

export function takeStep(work: Work, step: Step): Work {
  const { board } = work;
  switch (step.kind) {
    case "focus":
      return work.focused === step.answer ? work : { ...work, focused: step.answer };
    case "focus-next":
      return { ...work, focused: neighbour(board, work.focused, step.by) };
    case "place":
      return placed(work, step.answer, step.rank, step.goOn);
    case "move":
      return changed(work, move(board, step.answer, step.by), step.answer);
    case "tie":
      return changed(work, tieWithAbove(board, step.answer), step.answer);
    case "unplace":
      return changed(work, unplace(board, step.answer), step.answer);
    case "undo":
      return undone(work);
    case "all-bad":
      return { ...work, allBad: !work.allBad };
    case "note":
      return { ...work, note: step.note };
  }
}

/** Placing by key goes on to the next unplaced answer; where none is left the focus stays. */
function placed(work: Work, answer: string, rank: number, goOn: boolean): Work {
  const board = place(work.board, answer, rank);
  const after = changed(work, board, answer);
  return goOn ? { ...after, focused: nextUnplaced(board, answer) ?? answer } : after;
}

function changed(work: Work, board: Board, focused: string): Work {
  if (board === work.board) return { ...work, focused };
  return { ...work, board, past: [...work.past, work.board], focused };
}

function undone(work: Work): Work {
  const before = work.past.at(-1);
  if (!before) return work;
  const back = before.answers.find((one) => slotIndex(before, one) !== slotIndex(work.board, one));
  return { ...work, board: before, past: work.past.slice(0, -1), focused: back ?? work.focused };
}

const slotIndex = (board: Board, answer: string): number =>
  board.slots.findIndex((slot) => slot.includes(answer));

function neighbour(board: Board, answer: string, by: -1 | 1): string {
  const last = board.answers.length - 1;
  const index = Math.min(last, Math.max(0, board.answers.indexOf(answer) + by));
  return board.answers[index] ?? answer;
}
