import { expect, it } from "vitest";
import { bytes, count, duration, figure, percent, signed, withInterval } from "./numbers";

it("test_it_shows_about_three_figures", () => {
  expect([0, 3, 12_345, 0.4213, 41.27, 312.6, -1.5, 0.0123].map(figure)).toEqual([
    "0",
    "3",
    "12,345",
    "0.42",
    "41.3",
    "313",
    "\u22121.50",
    "0.0123",
  ]);
  expect(figure(-0.0006)).toBe("\u22126.0e\u22124");
  expect(figure(0.00002)).toBe("2.0e\u22125");
  expect(figure(null)).toBe("–");
  expect(figure(Number.NaN)).toBe("–");
});

it("test_it_signs_a_change_and_names_its_interval", () => {
  expect([0.5, 0, -0.5].map(signed)).toEqual(["+0.50", "0", "\u22120.50"]);
  expect(withInterval({ value: 0.726, low: 0.691, high: 0.758, n: 300 }, "percent")).toBe(
    "72.6 % (69.1 % to 75.8 %, n = 300)",
  );
  const gain = { value: 2, low: 1.48, high: 2.5, n: 48 };
  expect(withInterval(gain, "signed")).toBe("+2.0 (+1.5 to +2.5, n = 48)");
  expect(withInterval({ value: 0.19, low: -0.1, high: 0.27, n: 9 }, "points")).toBe(
    "+19.0 points (\u221210.0 points to +27.0 points, n = 9)",
  );
  expect(withInterval({ value: null, low: null, high: null, n: 0 }, "number")).toBe("– (n = 0)");
  expect(percent(1)).toBe("100.0 %");
});

it("test_it_counts_times_and_sizes_in_words", () => {
  expect([count(1, "task"), count(2, "task"), count(0, "reply", "replies")]).toEqual([
    "1 task",
    "2 tasks",
    "0 replies",
  ]);
  expect([900, 61_000, 240_000, 7_500_000, 90_000_000].map(duration)).toEqual([
    "1 s",
    "1 min 1 s",
    "4 min",
    "2 h 5 min",
    "1 d 1 h",
  ]);
  expect([bytes(12), bytes(5_210), bytes(98_000_000)]).toEqual(["12 B", "5.21 kB", "98 MB"]);
});
