import { expect, it } from "vitest";
import { emptyState, type ProjectFacts } from "./emptyState";

const known: ProjectFacts = { seats: 10, canManage: false, isArchived: false, quota: null };
const of = (reason: string, facts: Partial<ProjectFacts> = {}) =>
  emptyState({ reason, message: "Why.", retryAfterS: null }, { ...known, ...facts });

it.each([
  ["finished", "Everything here is ranked", "back"],
  ["held", "All open tasks are with others", "look"],
  ["holding", "You hold other tasks", "look"],
  ["quota", "Your quota is reached", "back"],
  ["paused", "This project is paused", "look"],
  ["member_paused", "You are paused in this project", "back"],
])("test_it_says_each_reason_apart_with_one_thing_to_do: %s", (reason, title, next) => {
  expect(of(reason)).toMatchObject({ title, next });
  expect(of(reason).words).not.toBe("Why.");
});

it("test_it_leaves_a_reason_it_does_not_know_to_the_servers_words", () => {
  expect(of("something newer")).toEqual({ title: "No task now", words: "Why.", next: "look" });
});

it("test_it_says_what_it_knows_of_the_project", () => {
  expect(of("quota", { quota: 1200 }).words).toBe(
    "You have taken all 1,200 tasks that one person may rank here.",
  );
  expect(of("paused", { isArchived: true })).toMatchObject({
    title: "This project is archived",
    next: "back",
  });
});

it("test_it_tells_an_empty_project_from_a_finished_one", () => {
  const empty = { seats: 0 };
  expect(of("finished", empty)).toMatchObject({ title: "No tasks in this project yet", next: "look" });
  expect(of("finished", { ...empty, canManage: true })).toMatchObject({ next: "import" });
});
