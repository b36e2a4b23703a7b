import { expect, it } from "vitest";
import type { Round } from "../api/practice";
import { practiceSentence, standingOf } from "./practiceWords";

const round = (part: Partial<Round>): Round => ({
  number: 2,
  status: "failed",
  started_at: "2026-01-01T00:00:00Z",
  ended_at: null,
  tasks: 3,
  right: 6,
  pairs: 12,
  score: 0.5,
  mark: 0.7,
  decided_by: "",
  ...part,
});

it("test_it_says_where_somebody_stands", () => {
  expect(standingOf({ state: "failed", rounds: [round({})] })).toEqual({
    words: "not passed",
    tone: "warning",
    detail: "50.0 % right in round 2",
  });
  expect(standingOf({ state: "waived", rounds: [round({ decided_by: "Alice" })] }).detail).toBe("by Alice");
  expect(standingOf({ state: "open", rounds: [round({ pairs: 0, score: null })] }).detail).toBe("");
  expect(standingOf({ state: "exempt", rounds: [] }).words).toBe("not held back");
  expect(standingOf({ state: "waiting", rounds: [] }).words).toBe("not begun");
});

it("test_it_says_what_is_asked_and_what_is_missing", () => {
  expect(practiceSentence({ mark: 0.7, tasks: 1 })).toBe(
    "Annotators rank 1 practice task before real ones, and pass with 70.0 % of the pairs right.",
  );
  expect(practiceSentence({ mark: 0.7, tasks: 0 })).toContain("no practice task yet");
  expect(practiceSentence({ mark: null, tasks: 2 })).toContain("but no pass mark");
  expect(practiceSentence({ mark: null, tasks: 0 })).toContain("Nobody practises here");
});
