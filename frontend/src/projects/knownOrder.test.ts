import { expect, it } from "vitest";
import { bestOf, groupsOf, ranksOf } from "./knownOrder";

const answers = ["a", "b", "c"];

it("test_it_makes_groups_of_ranks_whatever_numbers_are_left_out", () => {
  expect(groupsOf(answers, { a: 3, b: 1, c: 3 })).toEqual([["b"], ["a", "c"]]);
  expect(ranksOf([["b"], ["a", "c"]])).toEqual({ b: 1, a: 2, c: 2 });
});

it("test_it_waits_until_there_is_an_order", () => {
  expect(groupsOf(answers, { a: 1, b: 2 })).toBeNull();
  expect(groupsOf(answers, { a: 1, b: 1, c: 1 })).toBeNull();
});

it("test_it_puts_all_others_behind_a_known_best", () => {
  expect(groupsOf(answers, bestOf(answers, "b"))).toEqual([["b"], ["a", "c"]]);
});
