import { expect, it } from "vitest";
import { intervalRange } from "./intervalRange";

it("test_it_holds_every_interval_and_the_extra_points", () => {
  const measure = { value: 0.5, low: 0.2, high: 0.8, n: 10 };
  const [low, high] = intervalRange([measure, null], [0]);
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0.8);
});

it("test_it_gives_a_range_where_nothing_or_one_value_is_measured", () => {
  expect(intervalRange([])).toEqual([0, 1]);
  const [low, high] = intervalRange([{ value: 2, low: null, high: null, n: 1 }]);
  expect(low).toBeLessThan(2);
  expect(high).toBeGreaterThan(2);
});
