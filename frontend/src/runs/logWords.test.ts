import { expect, it } from "vitest";
import { wordsOf } from "./logWords";

it("test_it_says_what_the_run_said_with_times_and_marks_warnings", () => {
  const said = (seq: number, level: string, message: string) => ({
    seq,
    at: `2026-01-01T10:00:0${seq}`,
    kind: "log",
    level,
    message,
  });
  const step = { seq: 3, at: "2026-01-01T10:00:03", kind: "metric", step: 1, values: {} };
  expect(wordsOf([said(1, "info", "All in float32."), said(2, "warning", "Too long."), step])).toEqual([
    "10:00:01  All in float32.",
    "10:00:02  Warning: Too long.",
  ]);
});
