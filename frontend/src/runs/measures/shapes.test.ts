import { describe, expect, it } from "vitest";
import { linearScale } from "../../ui/ticks";
import { dots, dotWidth, outline, shares } from "./shapes";

describe("dots", () => {
  it("counts from the top left in percent", () => {
    expect(
      dots([
        [0, 0],
        [0.5, 1],
      ]),
    ).toBe("M0 100h0M50 0h0");
  });
});

describe("dotWidth", () => {
  it("gives a quarter of the pairs half the width, and few a dot that can be seen", () => {
    expect(dotWidth(400, 400)).toBe(15);
    expect(dotWidth(100, 400)).toBe(7.5);
    expect(dotWidth(1, 400)).toBe(5);
    expect(dotWidth(0, 0)).toBe(5);
  });
});

describe("outline", () => {
  it("climbs to each bin and comes back to the ground", () => {
    const bins = [
      { low: 0, high: 1, first: 1, others: 0 },
      { low: 1, high: 2, first: 3, others: 0 },
    ];
    expect(outline(bins, [0.25, 0.75], linearScale(0, 2))).toBe("M0 100L0 75L50 75L50 25L100 25L100 100Z");
  });
});

describe("shares", () => {
  it("adds up to one, and to nothing where nothing is", () => {
    expect(shares([1, 3])).toEqual([0.25, 0.75]);
    expect(shares([0, 0])).toEqual([0, 0]);
  });
});
