import { expect, it } from "vitest";
import { lettersOf, pairsOf } from "./practised";

it("test_it_says_of_every_ordered_pair_whether_it_is_right", () => {
  expect(pairsOf([["a"], ["b"], ["c"]], [["a"], ["c"], ["b"]])).toEqual([
    { better: "a", worse: "b", outcome: "right" },
    { better: "a", worse: "c", outcome: "right" },
    { better: "b", worse: "c", outcome: "wrong" },
  ]);
});

it("test_it_leaves_open_what_the_solution_ties_and_tells_ties_and_gaps_apart", () => {
  expect(pairsOf([["a"], ["b", "c"]], [["a", "b"]])).toEqual([
    { better: "a", worse: "b", outcome: "tied" },
    { better: "a", worse: "c", outcome: "leftOut" },
  ]);
});

it("test_it_names_answers_by_the_place_they_were_shown_at", () => {
  expect([...lettersOf([{ id: "x" }, { id: "y" }])]).toEqual([
    ["x", "A"],
    ["y", "B"],
  ]);
});
