/** A mark on an axis, `at` between 0 and 1 along it. */
export type Tick = { at: number; value: number };

/** From values to places between 0 and 1 along an axis. */
export type Scale = { at: (value: number) => number; ticks: Tick[] };

const STEPS = [1, 2, 2.5, 5, 10];

/** Return a scale from low to high, with ticks at about `count` round values. */
export function linearScale(low: number, high: number, count = 5): Scale {
  const width = high - low || 1;
  const at = (value: number) => (value - low) / width;
  const ten = 10 ** Math.floor(Math.log10(width / count));
  const step = ten * (STEPS.find((times) => width / (times * ten) <= count) ?? 10);
  const ticks: Tick[] = [];
  for (let place = Math.ceil(low / step - 1e-9); place * step <= high + 1e-9 * width; place++) {
    const value = place * step || 0; // Never the negative zero, which is written with a minus sign.
    ticks.push({ at: at(value), value });
  }
  return { at, ticks };
}

/** Return a scale on which each doubling takes the same room, with ticks at 1, 2 and 5 times the powers of ten. */
export function logScale(low: number, high: number): Scale {
  const [from, to] = [Math.log(low), Math.log(high)];
  const at = (value: number) => (Math.log(value) - from) / (to - from || 1);
  const values = [];
  for (let ten = 10 ** Math.floor(Math.log10(low)); ten <= high; ten *= 10)
    values.push(...[ten, 2 * ten, 5 * ten].filter((value) => value >= low && value <= high));
  return { at, ticks: values.map((value) => ({ at: at(value), value })) };
}
