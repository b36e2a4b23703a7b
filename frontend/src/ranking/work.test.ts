import { expect, it } from "vitest";
import { groupsOf, unplaced } from "./board";
import { draftOf, isUntouched, newWork, type Step, takeStep, type Work } from "./work";

const steps = (work: Work, ...list: Step[]): Work => list.reduce(takeStep, work);
const fresh = () => newWork(["a", "b", "c"], true);
const press = (answer: string, rank: number): Step => ({ kind: "place", answer, rank, goOn: true });

it("test_it_goes_on_to_the_next_unplaced_answer_and_stays_when_none_is_left", () => {
  const one = takeStep(fresh(), press("a", 2));
  expect(one.focused).toBe("b");
  const all = steps(one, press("b", 1), press("c", 2));
  expect(all.focused).toBe("c");
  expect(groupsOf(all.board)).toEqual([["b"], ["a", "c"]]);
});

it("test_it_keeps_the_focus_on_an_answer_that_is_moved_or_taken_back", () => {
  const placed = steps(fresh(), press("a", 1), press("b", 2));
  expect(takeStep(placed, { kind: "move", answer: "b", by: -1 }).focused).toBe("b");
  expect(takeStep(placed, { kind: "unplace", answer: "a" }).focused).toBe("a");
});

it("test_it_undoes_step_by_step_and_focuses_what_came_back", () => {
  const placed = steps(fresh(), press("a", 1), press("b", 2));
  const back = takeStep(placed, { kind: "undo" });
  expect(unplaced(back.board)).toEqual(["b", "c"]);
  expect(back.focused).toBe("b");
  const start = steps(back, { kind: "undo" }, { kind: "undo" });
  expect(unplaced(start.board)).toEqual(["a", "b", "c"]);
});

it("test_it_undoes_flags_ratings_and_confidence_in_their_order", () => {
  const worked = steps(
    fresh(),
    press("a", 1),
    { kind: "flag", answer: "c", flags: [{ flag: "broken", note: "" }] },
    { kind: "rate", answer: "b", criterion: "helpful", point: 4 },
    { kind: "confidence", confidence: "sure" },
  );
  const undo: Step = { kind: "undo" };
  expect(takeStep(worked, undo).marks.confidence).toBeNull();
  const unrated = steps(worked, undo, undo);
  expect([unrated.focused, unrated.marks.ratings]).toEqual(["b", {}]);
  const unflagged = takeStep(unrated, undo);
  expect([unflagged.focused, unflagged.marks.flags]).toEqual(["c", {}]);
  expect(unplaced(unflagged.board)).toEqual(["b", "c"]);
});

it("test_it_stops_at_the_first_and_the_last_answer", () => {
  expect(takeStep(fresh(), { kind: "focus-next", by: -1 }).focused).toBe("a");
  const next: Step = { kind: "focus-next", by: 1 };
  expect(steps(fresh(), next, next, next, next).focused).toBe("c");
});

it("test_it_comes_back_from_its_draft", () => {
  const worked = steps(
    fresh(),
    press("c", 1),
    press("a", 1),
    { kind: "note", note: "close call" },
    { kind: "all-bad" },
    { kind: "rate", answer: "c", criterion: "helpful", point: 2 },
  );
  const again = newWork(["a", "b", "c"], true, draftOf(worked));
  expect(again.board).toEqual(worked.board);
  expect(again.marks).toEqual(worked.marks);
  expect([again.note, again.allBad]).toEqual(["close call", true]);
  expect(again.focused).toBe("b");
  expect(isUntouched(again)).toBe(false);
  expect(isUntouched(fresh())).toBe(true);
});
