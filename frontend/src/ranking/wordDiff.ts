/** A stretch of words that both texts have, or only one of them. */
export type Stretch = { readonly kind: "same" | "added" | "removed"; readonly text: string };
export type WordDiff = { readonly stretches: readonly Stretch[]; readonly complete: boolean };

/** So many differing words are looked for; beyond them the rest is shown as one removed and one added stretch. */
export const MOST_EDITS = 600;
const WORD = /\s+|[\p{L}\p{M}\p{N}_'’-]+|[^\s\p{L}\p{M}\p{N}_]/gu;

/** Return what must be taken out of `before` and put in to get `after`, word by word, in bounded time. */
export function diffWords(before: string, after: string, mostEdits = MOST_EDITS): WordDiff {
  const one = before.match(WORD) ?? [];
  const other = after.match(WORD) ?? [];
  const start = sharedStart(one, other);
  const end = sharedEnd(one, other, start);
  const middleOne = one.slice(start, one.length - end);
  const middleOther = other.slice(start, other.length - end);
  const { edits, complete } = shortestEdits(middleOne, middleOther, mostEdits);
  const stretches = joined([
    ...one.slice(0, start).map(same),
    ...edits,
    ...one.slice(one.length - end).map(same),
  ]);
  return { stretches, complete };
}

/** Count the words that only one of the texts has. */
export function countWords(stretches: readonly Stretch[], kind: Stretch["kind"]): number {
  const texts = stretches.filter((stretch) => stretch.kind === kind).map(({ text }) => text);
  return texts.join(" ").match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

const same = (text: string): Stretch => ({ kind: "same", text });

function sharedStart(one: readonly string[], other: readonly string[]): number {
  let shared = 0;
  while (shared < one.length && shared < other.length && one[shared] === other[shared]) shared += 1;
  return shared;
}

function sharedEnd(one: readonly string[], other: readonly string[], start: number): number {
  const most = Math.min(one.length, other.length) - start;
  let shared = 0;
  while (shared < most && one[one.length - 1 - shared] === other[other.length - 1 - shared]) shared += 1;
  return shared;
}

type Edits = { edits: Stretch[]; complete: boolean };

/** Myers' greedy algorithm (1986): the furthest words reached with so many edits, on every diagonal. */
function shortestEdits(one: readonly string[], other: readonly string[], mostEdits: number): Edits {
  const most = Math.min(mostEdits, one.length + other.length);
  const reach = new Int32Array(2 * most + 3);
  const trail: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trail.push(reach.slice());
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const x = furthest(reach, most + 1 + diagonal, diagonal, edits, one, other);
      if (x >= one.length && x - diagonal >= other.length)
        return { edits: walkBack(trail, most, one, other, one.length, other.length, edits), complete: true };
    }
  }
  return cutShort(reach, trail, most, one, other);
}

function furthest(
  reach: Int32Array,
  place: number,
  diagonal: number,
  edits: number,
  one: readonly string[],
  other: readonly string[],
): number {
  const down = diagonal === -edits || (diagonal !== edits && at(reach, place - 1) < at(reach, place + 1));
  let x = down ? at(reach, place + 1) : at(reach, place - 1) + 1;
  while (x < one.length && x - diagonal < other.length && one[x] === other[x - diagonal]) x += 1;
  reach[place] = x;
  return x;
}

/** Keep the way that got furthest, and show what is behind it whole. */
function cutShort(
  reach: Int32Array,
  trail: Int32Array[],
  most: number,
  one: readonly string[],
  other: readonly string[],
): Edits {
  let best = { x: 0, y: 0 };
  for (let diagonal = -most; diagonal <= most; diagonal += 2) {
    const x = at(reach, most + 1 + diagonal);
    const y = x - diagonal;
    if (x <= one.length && y >= 0 && y <= other.length && x + y > best.x + best.y) best = { x, y };
  }
  const way = walkBack(trail, most, one, other, best.x, best.y, most);
  const rest: Stretch[] = [
    { kind: "removed", text: one.slice(best.x).join("") },
    { kind: "added", text: other.slice(best.y).join("") },
  ];
  return { edits: [...way, ...rest], complete: false };
}

function walkBack(
  trail: readonly Int32Array[],
  most: number,
  one: readonly string[],
  other: readonly string[],
  toX: number,
  toY: number,
  edits: number,
): Stretch[] {
  const back: Stretch[] = [];
  let [x, y] = [toX, toY];
  for (let left = edits; left >= 0; left -= 1) {
    const reach = trail[left];
    const diagonal = x - y;
    const place = most + 1 + diagonal;
    const down = diagonal === -left || (diagonal !== left && at(reach, place - 1) < at(reach, place + 1));
    const fromX = left === 0 ? 0 : down ? at(reach, place + 1) : at(reach, place - 1);
    const fromY = left === 0 ? 0 : fromX - (down ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      back.push(same(one[x] ?? ""));
    }
    if (left === 0) break;
    back.push(
      down ? { kind: "added", text: other[y - 1] ?? "" } : { kind: "removed", text: one[x - 1] ?? "" },
    );
    [x, y] = [fromX, fromY];
  }
  return back.reverse();
}

const at = (values: Int32Array | undefined, place: number): number => values?.[place] ?? 0;

/** Join neighbours of one kind; between two words that were exchanged a lone space belongs to the exchange. */
function joined(parts: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  let waiting = { removed: "", added: "" };
  const flush = () => {
    if (waiting.removed) found.push({ kind: "removed", text: waiting.removed });
    if (waiting.added) found.push({ kind: "added", text: waiting.added });
    waiting = { removed: "", added: "" };
  };
  parts.forEach((part, index) => {
    if (part.text === "") return;
    if (part.kind !== "same") waiting[part.kind] += part.text;
    else if (isBridge(part, parts[index + 1], waiting)) {
      waiting = { removed: waiting.removed + part.text, added: waiting.added + part.text };
    } else {
      flush();
      const last = found.at(-1);
      if (last?.kind === "same") found[found.length - 1] = same(last.text + part.text);
      else found.push(part);
    }
  });
  flush();
  return found;
}

const isBridge = (part: Stretch, next: Stretch | undefined, waiting: { removed: string; added: string }) =>
  part.text === " " &&
  next !== undefined &&
  next.kind !== "same" &&
  waiting.removed !== "" &&
  waiting.added !== "";
