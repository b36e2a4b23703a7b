import { expect, it } from "vitest";
import { AS_NAMED, answerColumns, chosenFor, NOT_USED, withAnswer, withChoice } from "./mapping";

it("test_it_reads_and_changes_the_column_of_a_field", () => {
  expect(chosenFor({ prompt: "question" }, "prompt")).toBe("question");
  expect(chosenFor({}, "prompt")).toBe(AS_NAMED);
  expect(chosenFor({ domain: null }, "domain")).toBe(NOT_USED);
  expect(withChoice({ prompt: "a" }, "prompt", "b")).toEqual({ prompt: "b" });
  expect(withChoice({ prompt: "a" }, "prompt", AS_NAMED)).toEqual({});
  expect(withChoice({}, "domain", NOT_USED)).toEqual({ domain: null });
});

it("test_it_keeps_the_answers_in_the_order_of_the_columns", () => {
  const all = ["q", "a", "b", "c"];
  const two = withAnswer(withAnswer({ prompt: "q" }, all, "c", true), all, "a", true);
  expect(two).toEqual({ prompt: "q", completions: ["a", "c"] });
  expect(answerColumns(withAnswer(two, all, "a", false))).toEqual(["c"]);
  expect(withAnswer({ completions: ["a"] }, all, "a", false)).toEqual({});
});
