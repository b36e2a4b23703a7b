import { expect, it } from "vitest";
import { lastDays } from "./lastDays";

it("test_it_fills_the_days_without_rankings_and_ends_today", () => {
  const days = lastDays(
    [
      { day: "2026-03-14", rankings: 5 },
      { day: "2026-01-01", rankings: 9 },
    ],
    new Date("2026-03-15T10:00:00Z"),
  );
  expect(days).toHaveLength(14);
  expect(days.at(-2)).toEqual({ name: "2026-03-14", value: 5 });
  expect(days.at(-1)).toEqual({ name: "2026-03-15", value: 0 });
  expect(days.reduce((sum, { value }) => sum + value, 0)).toBe(5);
});
