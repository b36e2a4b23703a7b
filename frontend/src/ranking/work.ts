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
  unplaced,
} from "./board";
import {
  type Confidence,
  changedAnswer,
  type FlagMark,
  isUnmarked,
  type Marks,
  noMarks,
  withConfidence,
  withFlags,
  withPoint,
} from "./marks";

/** Everything a person has done with one task so far: what a draft keeps. */
export type Work = {
  readonly board: Board;
  readonly marks: Marks;
  readonly past: readonly Before[];
  readonly focused: string;
  readonly allBad: boolean;
  readonly note: string;
};

/** What undo brings back. */
type Before = Pick<Work, "board" | "marks">;

export type Step =
  | { kind: "focus"; answer: string }
  | { kind: "focus-next"; by: -1 | 1 }
  | { kind: "place"; answer: string; rank: number; goOn: boolean }
  | { kind: "move"; answer: string; by: -1 | 1 }
  | { kind: "tie"; answer: string }
  | { kind: "unplace"; answer: string }
  | { kind: "flag"; answer: string; flags: readonly FlagMark[] }
  | { kind: "rate"; answer: string; criterion: string; point: number | null }
  | { kind: "confidence"; confidence: Confidence | null }
  | { kind: "undo" }
  | { kind: "all-bad" }
  | { kind: "note"; note: string };

export type Draft = { slots: string[][]; marks: Marks; allBad: boolean; note: string };

/** Begin with nothing placed, or where a draft was left: at its first answer that is still to be placed. */
export function newWork(answers: readonly string[], ties: boolean, draft?: Draft): Work {
  const board = draft ? fromSlots(answers, ties, draft.slots) : newBoard(answers, ties);
  return {
    board,
    marks: draft?.marks ?? noMarks,
    past: [],
    focused: unplaced(board)[0] ?? answers[0] ?? "",
    allBad: draft?.allBad ?? false,
    note: draft?.note ?? "",
  };
}

export const draftOf = (work: Work): Draft => ({
  slots: work.board.slots.map((slot) => [...slot]),
  marks: work.marks,
  allBad: work.allBad,
  note: work.note,
});

export const isUntouched = (work: Work): boolean =>
  isEmpty(work.board) && isUnmarked(work.marks) && !work.allBad && work.note === "";

export const isSameWork = (one: Work, other: Work): boolean =>
  one.board === other.board &&
  one.marks === other.marks &&
  one.allBad === other.allBad &&
  one.note === other.note;

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
    case "flag":
      return marked(work, withFlags(work.marks, step.answer, step.flags), step.answer);
    case "rate":
      return marked(work, withPoint(work.marks, step.answer, step.criterion, step.point), step.answer);
    case "confidence":
      return marked(work, withConfidence(work.marks, step.confidence), work.focused);
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
  return { ...work, board, past: [...work.past, beforeOf(work)], focused };
}

function marked(work: Work, marks: Marks, focused: string): Work {
  if (marks === work.marks) return { ...work, focused };
  return { ...work, marks, past: [...work.past, beforeOf(work)], focused };
}

const beforeOf = ({ board, marks }: Work): Before => ({ board, marks });

/** Bring back what was before the last step, and focus the answer it was about. */
function undone(work: Work): Work {
  const before = work.past.at(-1);
  if (!before) return work;
  const { board, marks } = before;
  const moved = board.answers.find((one) => slotIndex(board, one) !== slotIndex(work.board, one));
  const back = moved ?? changedAnswer(marks, work.marks, board.answers) ?? work.focused;
  return { ...work, board, marks, past: work.past.slice(0, -1), focused: back };
}

const slotIndex = (board: Board, answer: string): number =>
  board.slots.findIndex((slot) => slot.includes(answer));

function neighbour(board: Board, answer: string, by: -1 | 1): string {
  const last = board.answers.length - 1;
  const index = Math.min(last, Math.max(0, board.answers.indexOf(answer) + by));
  return board.answers[index] ?? answer;
}
