import { expect, it } from "vitest";
import type { FoundRanking } from "../api/getRanking";
import { isOutdated, revisingOf } from "./revision";
import { draftOf, newWork } from "./work";

const now = new Date("2026-01-02T00:00:00Z");
const found: FoundRanking = {
  assignment: {
    id: "task",
    project: { id: "p", name: "Replies" },
    domain: "helpful",
    prompt: { messages: [], context: [] },
    answers: ["a", "b", "c"].map((id) => ({ id, text: id })),
    allow_ties: true,
    allow_partial: true,
    criteria: [],
    criteria_required: false,
    asks_confidence: true,
    lease_until: "2026-01-01T00:00:00Z",
    guideline_version: 1,
    practice: null,
  },
  outcome: "submitted",
  ranking: {
    revision: 2,
    submitted_at: "2026-01-01T00:00:00Z",
    late: false,
    groups: [["c"], ["a"]],
    flags: [
      { answer: "b", flag: "toxic", note: "" },
      { answer: "b", flag: "other", note: "shouts" },
    ],
    ratings: { a: { helpful: 4 } },
    confidence: "fairly_sure",
    all_bad: true,
    note: "hm",
  },
};

it("test_it_puts_a_ranking_on_the_desk_as_it_was_given", () => {
  const { task } = revisingOf(found, undefined, now);
  expect(task.draft?.revises).toBe(2);
  const work = newWork(["a", "b", "c"], true, task.draft);
  expect(work.board.slots).toEqual([["c"], ["a"], []]);
  expect(work.marks).toEqual({
    flags: {
      b: [
        { flag: "toxic", note: "" },
        { flag: "other", note: "shouts" },
      ],
    },
    ratings: { a: { helpful: 4 } },
    confidence: "fairly_sure",
  });
  expect([work.allBad, work.note]).toEqual([true, "hm"]);
});

it("test_it_begins_anew_with_a_task_that_was_not_ranked", () => {
  const { task } = revisingOf({ ...found, outcome: "skipped", ranking: null }, undefined, now);
  expect([task.draft?.slots, task.draft?.revises]).toEqual([[], 0]);
});

it("test_it_goes_on_with_an_unfinished_change_and_tells_when_it_is_outdated", () => {
  const fresh = revisingOf(found, undefined, now);
  expect([fresh.isUnfinished, isOutdated(fresh)]).toEqual([false, false]);
  const kept = {
    ...draftOf(newWork(["a", "b", "c"], true)),
    activeMs: 1,
    startedAt: "",
    savedAt: 1,
    revises: 2,
  };
  expect(isOutdated(revisingOf(found, kept, now))).toBe(false);
  const outdated = revisingOf(found, { ...kept, revises: 1 }, now);
  expect([outdated.task.draft?.activeMs, isOutdated(outdated)]).toEqual([1, true]);
});
