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

/** Every key as the list of keys shows them, in this order; the catalogues hold their names and what they do. */
export const KEY_HELP = [
  "digits",
  "tie",
  "move",
  "unplace",
  "walk",
  "compare",
  "passages",
  "flag",
  "rate",
  "confidence",
  "undo",
  "allBad",
  "note",
  "skip",
  "guidelines",
  "keys",
  "submit",
] as const;

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
