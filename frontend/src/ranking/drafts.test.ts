import "fake-indexeddb/auto";
import { set } from "idb-keyval";
import { expect, it } from "vitest";
import {
  dropDraft,
  dropOldDrafts,
  readDraft,
  type SavedDraft,
  writeDraft,
  writeDraftUnlessNewer,
} from "./drafts";
import { noMarks } from "./marks";

const draft: SavedDraft = {
  slots: [["x"], []],
  marks: noMarks,
  allBad: false,
  note: "hm",
  activeMs: 1200,
  startedAt: "2026-01-01T00:00:00.000Z",
  savedAt: 1_000,
  revises: null,
};
const day = 24 * 3600 * 1000;

it("test_it_keeps_one_persons_draft_from_another", async () => {
  expect(await writeDraft("bob", "task", draft)).toBe(true);
  expect(await readDraft("bob", "task")).toEqual(draft);
  expect(await readDraft("rita", "task")).toBeUndefined();
});

it("test_it_leaves_what_another_tab_kept_later", async () => {
  await writeDraft("bob", "shared", { ...draft, savedAt: 2_000, note: "newer" });
  await writeDraftUnlessNewer("bob", "shared", { ...draft, savedAt: 3_000, note: "older" }, 1_500);
  expect((await readDraft("bob", "shared"))?.note).toBe("newer");
  await writeDraftUnlessNewer("bob", "shared", { ...draft, savedAt: 3_000, note: "changed" }, 2_000);
  expect((await readDraft("bob", "shared"))?.note).toBe("changed");
});

it("test_it_drops_a_draft_that_was_sent", async () => {
  await writeDraft("bob", "sent", draft);
  await dropDraft("bob", "sent");
  expect(await readDraft("bob", "sent")).toBeUndefined();
});

it("test_it_drops_old_and_unreadable_drafts_and_nothing_else", async () => {
  await writeDraft("bob", "old", { ...draft, savedAt: 0 });
  await writeDraft("bob", "new", { ...draft, savedAt: 40 * day });
  await set("podium:draft:bob:odd", { slots: "?" });
  await set("podium:outbox:bob", []);
  await dropOldDrafts(41 * day);
  expect(await readDraft("bob", "old")).toBeUndefined();
  expect(await readDraft("bob", "new")).toBeDefined();
});
