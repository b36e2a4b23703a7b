import { expect, it } from "vitest";
import { fromSlots } from "./board";
import { sayMissing, sayPlace } from "./words";

const board = fromSlots(["w", "x", "y", "z"], true, [["w"], ["x", "z"], [], []]);

it("test_it_says_the_rank_and_the_ties", () => {
  expect(sayPlace(board, "x")).toBe("Answer B, rank 2 of 4, tied with D");
  expect(sayPlace(board, "w")).toBe("Answer A, rank 1 of 4");
  expect(sayPlace(board, "y")).toBe("Answer C, unplaced");
});

it("test_it_names_every_answer_that_has_no_rank", () => {
  expect(sayMissing(board)).toBe("Place C first.");
  expect(sayMissing(fromSlots(["w", "x", "y"], true, []))).toBe("Place A, B and C first.");
  expect(sayMissing(fromSlots(["w"], true, [["w"]]))).toBe("");
});
