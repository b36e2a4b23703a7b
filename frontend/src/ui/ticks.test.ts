import { describe, expect, it } from "vitest";
import { linearScale, logScale } from "./ticks";

const values = (ticks: { value: number }[]) => ticks.map(({ value }) => Number(value.toFixed(6)));

describe("linearScale", () => {
  it("puts ticks at round values within the range", () => {
    const { at, ticks } = linearScale(-1.3, 3.1);
    expect(values(ticks)).toEqual([-1, 0, 1, 2, 3]);
    expect(at(-1.3)).toBe(0);
    expect(at(3.1)).toBeCloseTo(1);
    expect(ticks[0]?.at).toBeCloseTo(0.3 / 4.4);
  });

  it("keeps both ends where they are round", () => {
    expect(values(linearScale(0.5, 1).ticks)).toEqual([0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  });

  it("has no negative zero", () => {
    expect(linearScale(-0.5, 1).ticks.map(({ value }) => Object.is(value, -0))).not.toContain(true);
    expect(Object.is(linearScale(0, 1).ticks[0]?.value, 0)).toBe(true);
  });

  it("keeps to a scale where all values are one", () => {
    expect(linearScale(2, 2).at(2)).toBe(0);
  });
});

describe("logScale", () => {
  it("gives each doubling the same room", () => {
    const { at, ticks } = logScale(8, 512);
    expect(values(ticks)).toEqual([10, 20, 50, 100, 200, 500]);
    expect(at(16) - at(8)).toBeCloseTo(at(512) - at(256));
    expect(at(512)).toBe(1);
  });

  it("keeps to a scale where all values are one", () => {
    expect(logScale(5, 5).at(5)).toBe(0);
  });
});
