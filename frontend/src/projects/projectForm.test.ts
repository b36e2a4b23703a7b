import { expect, it } from "vitest";
import { project } from "../testing/projects";
import { changesOf, draftOf, inputOf, newDraft } from "./projectForm";

it("test_it_reads_the_form_as_numbers_and_words", () => {
  const input = inputOf({
    ...newDraft,
    name: " Replies ",
    domains: "helpful,  honest helpful",
    quota_per_person: "50",
  });
  expect(input).toMatchObject({
    name: "Replies",
    domains: ["helpful", "honest"],
    quota_per_person: 50,
    k: 4,
  });
  expect(inputOf(newDraft).quota_per_person).toBeNull();
});

it("test_it_shows_shares_as_percentages", () => {
  expect(inputOf({ ...newDraft, gold_share: "7.5" }).gold_share).toBe(0.075);
  expect(inputOf({ ...newDraft, repeat_share: "5" }).repeat_share).toBe(0.05);
  expect(inputOf({ ...newDraft, practice_mark: "70" }).practice_mark).toBe(0.7);
  expect(inputOf(newDraft).practice_mark).toBeNull();
  expect(draftOf(project({ gold_share: 0.07 })).gold_share).toBe("7");
});

it("test_it_sends_only_what_changed", () => {
  expect(changesOf(newDraft, { ...newDraft, overlap: "3" })).toEqual({ overlap: 3 });
  expect(changesOf(newDraft, { ...newDraft, domains: "helpful, " })).toEqual({});
});
