/** One curve: its points, and where it is measured with uncertainty the band around it. */
export type Line = {
  label: string;
  x: number[];
  y: (number | null)[];
  low?: (number | null)[];
  high?: (number | null)[];
  tone: "accent" | "ink" | "good" | "warning" | "ink-soft";
  points?: boolean;
};

export type Level = { label: string; value: number };

/**
 * Return x, then y (and low and high) of each line on one common x, as uPlot wants its columns. Levels reach back to where the
 * picture begins, so that one is seen beside a single point too.
 */
export function columns(lines: Line[], levels: Level[], from: number | null): (number | null)[][] {
  const start = from !== null && levels.length > 0 ? [from] : [];
  const x = [...new Set([...start, ...lines.flatMap((line) => line.x)])].sort((a, b) => a - b);
  const place = new Map(x.map((value, index) => [value, index]));
  const spread = (line: Line, values: (number | null)[]): (number | null)[] => {
    const column: (number | null)[] = new Array(x.length).fill(null);
    line.x.forEach((value, index) => {
      column[place.get(value) ?? -1] = values[index] ?? null;
    });
    return column;
  };
  const curves = lines.flatMap((line) =>
    line.low && line.high
      ? [spread(line, line.y), spread(line, line.low), spread(line, line.high)]
      : [spread(line, line.y)],
  );
  return [x, ...curves, ...levels.map((level) => x.map(() => level.value))];
}

/** Return the newest value of a line. */
export const latest = (line: Line | undefined): number | null =>
  line?.y.findLast((value) => value !== null) ?? null;

/** Return where a picture of these steps begins and ends: at `from` where one is named, and never without width. */
export const xRange = (steps: ArrayLike<number>, from: number | null): [number, number] => {
  const start = from ?? steps[0] ?? 0;
  return [start, Math.max(steps[steps.length - 1] ?? start, start + 1)];
};
