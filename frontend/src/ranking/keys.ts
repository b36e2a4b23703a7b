export type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export type Action =
  | { kind: "place"; rank: number }
  | { kind: "move"; by: -1 | 1 }
  | { kind: "next"; by: -1 | 1 }
  | {
      kind:
        | "tie"
        | "unplace"
        | "undo"
        | "flag"
        | "rate"
        | "confidence"
        | "all-bad"
        | "skip"
        | "guidelines"
        | "keys"
        | "compare"
        | "passages"
        | "note"
        | "submit";
    };

/** Every key with its words, as the list of keys shows them. */
export const KEY_HELP: readonly (readonly [string, string])[] = [
  ["1 … 9", "Put the answer in focus at that rank; the same digit again is a tie"],
  ["=", "Tie it with the one above"],
  ["Alt ↑ ↓", "Move it one rank"],
  ["Backspace", "Take it back"],
  ["J K or ↓ ↑", "Next and previous answer"],
  ["D", "Show the words in which it differs from another answer"],
  ["P", "Passages beside the prompt, where there are any"],
  ["F", "Flag it: toxic, untrue, broken …"],
  ["R", "Rate it, where the project asks: digits give points, Escape leaves"],
  ["C", "How sure you are, where the project asks"],
  ["Z", "Undo the last step, or the last submit for ten seconds"],
  ["X", "Mark all answers as bad"],
  ["N", "Write a note"],
  ["S", "Skip with a reason"],
  ["G", "Guidelines"],
  ["?", "These keys"],
  ["Ctrl ↵ or ⌘ ↵", "Submit"],
];

const SINGLE: Record<string, Action> = {
  "=": { kind: "tie" },
  j: { kind: "next", by: 1 },
  k: { kind: "next", by: -1 },
  d: { kind: "compare" },
  p: { kind: "passages" },
  f: { kind: "flag" },
  r: { kind: "rate" },
  c: { kind: "confidence" },
  z: { kind: "undo" },
  x: { kind: "all-bad" },
  s: { kind: "skip" },
  g: { kind: "guidelines" },
  n: { kind: "note" },
  "?": { kind: "keys" },
};

const ARROWS: Record<string, -1 | 1> = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

/** Return what a key asks for. Keys without a modifier count only where `single` keys are on. */
export function actionFor(press: Press, single: boolean): Action | null {
  const arrow = ARROWS[press.key];
  if (press.key === "Enter")
    return (press.ctrlKey || press.metaKey) && !press.altKey ? { kind: "submit" } : null;
  if (press.ctrlKey || press.metaKey) return null;
  if (press.altKey) return arrow && press.key.match(/Up|Down/) ? { kind: "move", by: arrow } : null;
  if (arrow) return press.shiftKey ? null : { kind: "next", by: arrow };
  if (press.key === "Backspace" || press.key === "Delete") return { kind: "unplace" };
  if (!single) return null;
  if (/^[1-9]$/.test(press.key)) return { kind: "place", rank: Number(press.key) };
  return SINGLE[press.key.toLowerCase()] ?? null;
}

/** Tell whether all keys of an element are its own: a text being written, a list being chosen from. */
export function ownsKeys(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
  );
}
