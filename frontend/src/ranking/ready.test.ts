import { expect, it } from "vitest";
import type { Criterion } from "../api/criterion";
import { leftOutOf, missingIn, type Rules } from "./ready";
import { newWork, type Step, takeStep } from "./work";

const helpful: Criterion = { key: "helpful", label: "Helpful", help: "", low: "", high: "", points: 5 };
const whole: Rules = { allow_partial: false, criteria: [], criteria_required: false };
const partial: Rules = { ...whole, allow_partial: true };

const place = (answer: string, rank: number): Step => ({ kind: "place", answer, rank, goOn: true });
const rate = (answer: string): Step => ({ kind: "rate", answer, criterion: "helpful", point: 3 });
const work = (...steps: Step[]) => steps.reduce(takeStep, newWork(["a", "b", "c", "d"], true));

it("test_it_wants_every_answer_placed_unless_some_may_stay_out", () => {
  const two = work(place("a", 1), place("c", 2));
  expect(missingIn(two, whole)).toBe("Place B and D first.");
  expect(leftOutOf(two, whole)).toBe("");
  expect(missingIn(two, partial)).toBe("");
  expect(leftOutOf(two, partial)).toBe("B and D stay out of this ranking.");
});

it("test_it_wants_two_answers_placed_at_least", () => {
  expect(missingIn(work(place("a", 1)), partial)).toBe("Place at least two answers.");
  expect(leftOutOf(work(place("a", 1)), partial)).toBe("");
  const three = work(place("a", 1), place("b", 1), place("c", 2));
  expect(leftOutOf(three, partial)).toBe("D stays out of this ranking.");
});

it("test_it_wants_every_placed_answer_rated_where_the_project_says_so", () => {
  const rules = { ...partial, criteria: [helpful], criteria_required: true };
  const two = [place("a", 1), place("c", 2)];
  expect(missingIn(work(...two), { ...rules, criteria_required: false })).toBe("");
  expect(missingIn(work(...two), rules)).toBe("Rate A and C first: Helpful.");
  expect(missingIn(work(...two, rate("a")), rules)).toBe("Rate C first: Helpful.");
  expect(missingIn(work(...two, rate("a"), rate("c")), rules)).toBe("");
});
