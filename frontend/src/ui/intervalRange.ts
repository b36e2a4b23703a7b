import type { Measure } from "../api/measure";

/** Return the range that holds all these intervals (and the extra points) with a little air. */
export function intervalRange(
  measures: (Measure | null | undefined)[],
  also: number[] = [],
): [number, number] {
  const ends = measures.flatMap((measure) =>
    measure ? [measure.value, measure.low, measure.high].filter((end) => end !== null) : [],
  );
  const all = [...ends, ...also];
  if (all.length === 0) return [0, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - air, high + air];
}
