import { expect, it } from "vitest";
import { newBoard, place } from "./board";
import { neighbourOf, toggled } from "./comparing";

const empty = newBoard(["a", "b", "c", "d"], true);
const ranked = place(place(place(empty, "c", 1), "a", 2), "b", 4);

it("test_it_compares_with_the_answer_ranked_next_to_it_else_with_the_first", () => {
  expect(neighbourOf(empty, "b")).toBe("a");
  expect(neighbourOf(empty, "a")).toBe("b");
  expect(neighbourOf(ranked, "a")).toBe("c");
  expect(neighbourOf(ranked, "b")).toBe("a");
  expect(neighbourOf(ranked, "c")).toBe("a");
  expect(neighbourOf(ranked, "d")).toBe("a");
  expect(neighbourOf(newBoard(["a"], true), "a")).toBeNull();
});

it("test_it_ends_where_it_began_and_goes_on_to_another_answer", () => {
  const first = toggled(null, empty, "b");
  expect(first).toEqual({ of: "b", to: "a" });
  expect(toggled(first, empty, "b")).toBeNull();
  expect(toggled(first, empty, "c")).toEqual({ of: "c", to: "a" });
});
