import { expect, it } from "vitest";
import { emptyState } from "./emptyState";

const of = (reason: string, seats = 10, canManage = false) =>
  emptyState({ reason, message: "Why.", retryAfterS: null }, seats, canManage);

it.each([
  ["finished", "Everything here is ranked", "back"],
  ["held", "All open tasks are with others", "look"],
  ["quota", "Your quota is reached", "back"],
  ["paused", "This project is paused", "look"],
  ["member_paused", "You are paused in this project", "back"],
  ["something newer", "No task now", "look"],
])("test_it_says_each_reason_apart_with_one_thing_to_do: %s", (reason, title, next) => {
  expect(of(reason)).toEqual({ title, words: "Why.", next });
});

it("test_it_tells_an_empty_project_from_a_finished_one", () => {
  expect(of("finished", 0)).toMatchObject({ title: "No tasks in this project yet", next: "look" });
  expect(of("finished", 0, true)).toMatchObject({ next: "import" });
});
