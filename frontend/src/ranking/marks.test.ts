import { expect, it } from "vitest";
import type { Criterion } from "../api/criterion";
import {
  isUnmarked,
  marksInput,
  nextConfidence,
  noMarks,
  pointOf,
  sayFlags,
  withConfidence,
  withFlags,
  withPoint,
} from "./marks";

const helpful: Criterion = { key: "helpful", label: "Helpful", help: "", low: "", high: "", points: 5 };

it("test_it_flags_an_answer_and_takes_the_flags_back", () => {
  const flagged = withFlags(noMarks, "a", [
    { flag: "toxic", note: "" },
    { flag: "other", note: " shouts " },
  ]);
  expect(flagged.flags.a?.[1]).toEqual({ flag: "other", note: "shouts" });
  expect(sayFlags(flagged.flags.a ?? [])).toBe("toxic, something else");
  expect(withFlags(flagged, "a", flagged.flags.a ?? [])).toBe(flagged);
  expect(isUnmarked(flagged)).toBe(false);
  expect(isUnmarked(withFlags(flagged, "a", []))).toBe(true);
});

it("test_it_rates_an_answer_and_takes_the_point_back", () => {
  const rated = withPoint(withPoint(noMarks, "a", "helpful", 4), "a", "honest", 2);
  expect(pointOf(rated, "a", "helpful")).toBe(4);
  expect(withPoint(rated, "a", "helpful", 4)).toBe(rated);
  const back = withPoint(rated, "a", "helpful", null);
  expect(back.ratings).toEqual({ a: { honest: 2 } });
});

it("test_it_goes_round_the_steps_of_confidence", () => {
  const round = [null, "unsure", "fairly_sure", "sure"] as const;
  expect(round.map(nextConfidence)).toEqual(["unsure", "fairly_sure", "sure", null]);
});

it("test_it_sends_only_what_is_asked_for_today", () => {
  const marked = withConfidence(
    withFlags(
      withPoint(withPoint(withPoint(noMarks, "a", "helpful", 4), "a", "gone", 1), "b", "helpful", 7),
      "b",
      [{ flag: "broken", note: "" }],
    ),
    "sure",
  );
  expect(marksInput(marked, [helpful])).toEqual({
    flags: [{ answer: "b", flag: "broken", note: "" }],
    ratings: { a: { helpful: 4 }, b: {} },
    confidence: "sure",
  });
  expect(marksInput(noMarks, [])).toEqual({ flags: [], ratings: {}, confidence: "" });
});
