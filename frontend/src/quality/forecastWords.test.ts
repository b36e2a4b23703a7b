import { expect, it } from "vitest";
import type { Forecast } from "../api/getBoard";
import { forecastWords } from "./forecastWords";

const now = new Date(2026, 10, 25, 12, 0);
const local = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString();
const forecast = (part: Partial<Forecast>): Forecast => ({
  open: 10,
  per_day: { value: 5, low: 3, high: 7, n: 30 },
  expected: null,
  earliest: null,
  latest: null,
  reason: "",
  ...part,
});

it("test_it_says_the_day_where_the_end_is_far", () => {
  const given = forecast({ expected: local(29, 9), earliest: local(28, 9), latest: local(30, 9) });
  expect(forecastWords(given, now)).toEqual({ when: "29 Nov", range: "28 Nov to 30 Nov" });
});

it("test_it_says_the_hour_where_the_end_is_near", () => {
  const given = forecast({ expected: local(25, 17), earliest: local(25, 16), latest: local(26, 9) });
  expect(forecastWords(given, now)).toEqual({ when: "today 17:00", range: "today 16:00 to 26 Nov 09:00" });
});

it("test_it_says_why_it_cannot_be_said", () => {
  expect(forecastWords(forecast({ reason: "Nobody has filled a seat yet." }), now)).toEqual({
    when: "–",
    range: "Nobody has filled a seat yet.",
  });
  expect(forecastWords(forecast({ open: 0, reason: "Every seat is filled." }), now).when).toBe("Done");
  const open = forecast({ expected: local(29, 9), reason: "The pace varies too much." });
  expect(forecastWords(open, now)).toEqual({ when: "29 Nov", range: "The pace varies too much." });
});
