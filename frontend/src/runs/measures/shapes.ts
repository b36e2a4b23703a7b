import type { ScoreBin } from "../../api/measures";
import type { Scale } from "../../ui/ticks";

/** Return a path whose every point is a line of no length: drawn with round ends, a dot that stays round. */
export const dots = (points: [number, number][]): string =>
  points.map(([x, y]) => `M${place(x)} ${place(1 - y)}h0`).join("");

const SMALLEST_DOT = 5;
const LARGEST_DOT = 15;

/** Return the width of a dot in pixels: its area grows with what it stands for, as a share of the most. */
export const dotWidth = (n: number, most: number): number =>
  Math.max(SMALLEST_DOT, LARGEST_DOT * Math.sqrt(n / Math.max(1, most)));

/** Return the outline of a histogram: `heights` between 0 and 1, one a bin. */
export function outline(bins: ScoreBin[], heights: number[], x: Scale): string {
  const steps = bins.map(({ low, high }, index) => {
    const top = place(1 - (heights[index] ?? 0));
    return `L${place(x.at(low))} ${top}L${place(x.at(high))} ${top}`;
  });
  const [first, last] = [bins[0]?.low ?? 0, bins.at(-1)?.high ?? 0];
  return `M${place(x.at(first))} 100${steps.join("")}L${place(x.at(last))} 100Z`;
}

/** Return what share of all answers of its kind each bin holds. */
export function shares(counts: number[]): number[] {
  const total = counts.reduce((sum, value) => sum + value, 0);
  return counts.map((value) => value / Math.max(1, total));
}

/** Percent of the picture, to a hundredth. */
const place = (share: number): number => Math.round(share * 10_000) / 100;
