import { expect, it } from "vitest";
import type { Claim } from "../api/claimAssignment";
import type { SavedDraft } from "./drafts";
import { noMarks } from "./marks";
import { advance, emptyQueue, heldIds, type Queue, type QueueEvent, wantsTask } from "./queue";

const mine = { today: 3, total: 9, project_total_seats: 40, project_filled_seats: 12 };
const draft: SavedDraft = {
  slots: [["x"]],
  marks: noMarks,
  allBad: false,
  note: "",
  activeMs: 5,
  startedAt: "",
  savedAt: 0,
  revises: null,
};

function claim(id: string | null, reason = ""): QueueEvent {
  const assignment = id && {
    id,
    project: { id: "p", name: "Helpful replies" },
    domain: "helpful",
    prompt: { messages: [], context: [] },
    answers: [{ id: "x", text: "…" }],
    allow_ties: true,
    allow_partial: false,
    criteria: [],
    criteria_required: false,
    asks_confidence: false,
    lease_until: "2026-01-01T00:00:00Z",
    guideline_version: 1,
    practice: null,
  };
  const answer: Claim = {
    assignment: assignment || null,
    reason,
    message: reason,
    retry_after_s: null,
    mine,
  };
  return { kind: "claimed", claim: answer, draft: undefined };
}

const after = (...events: QueueEvent[]): Queue => events.reduce(advance, emptyQueue);

it("test_it_holds_one_task_and_one_ahead", () => {
  const queue = after(claim("1"), claim("2"));
  expect(heldIds(queue)).toEqual(["1", "2"]);
  expect(wantsTask(queue)).toBe(false);
});

it("test_it_shows_the_task_ahead_at_once_and_asks_for_another", () => {
  const queue = after(claim("1"), claim("2"), { kind: "finished", draft });
  expect(queue.current?.assignment.id).toBe("2");
  expect(queue.mine?.today).toBe(4);
  expect(wantsTask(queue)).toBe(true);
});

it("test_it_asks_anew_for_the_reason_once_the_last_task_is_done", () => {
  const dry = after(claim("1"), claim(null, "held"));
  expect(dry.nothing).toBeNull();
  expect(wantsTask(dry)).toBe(false);
  const done = advance(dry, { kind: "finished", draft });
  expect(wantsTask(done)).toBe(true);
  expect(advance(done, claim(null, "finished")).nothing?.reason).toBe("finished");
});

it("test_it_takes_a_submission_back_with_its_draft_and_loses_no_task", () => {
  const queue = after(claim("1"), claim("2"), { kind: "finished", draft }, claim("3"), { kind: "reopened" });
  expect(queue.current?.draft).toEqual(draft);
  expect(heldIds(queue)).toEqual(["1", "2", "3"]);
});

it("test_it_cannot_take_back_a_skip_or_a_task_that_is_gone", () => {
  expect(after(claim("1"), { kind: "finished", draft: undefined }).previous).toBeNull();
  expect(after(claim("1"), { kind: "finished", draft }, { kind: "previous-gone" }).previous).toBeNull();
});

it("test_it_does_not_take_the_same_task_twice", () => {
  expect(heldIds(after(claim("1"), claim("1")))).toEqual(["1"]);
});

it("test_it_notes_a_renewed_lease", () => {
  const queue = after(claim("1"), { kind: "renewed", assignment: "1", until: "2026-01-01T01:00:00Z" });
  expect(queue.current?.assignment.lease_until).toBe("2026-01-01T01:00:00Z");
});

it("test_it_drops_a_task_ahead_that_somebody_else_has_and_says_so_of_the_one_at_work", () => {
  const both = after(claim("1"), claim("2"));
  const without = advance(both, { kind: "gone", assignment: "2" });
  expect([heldIds(without), wantsTask(without)]).toEqual([["1"], true]);
  const late = advance(both, { kind: "gone", assignment: "1" });
  expect([late.current?.isGone, heldIds(late)]).toEqual([true, ["1", "2"]]);
});
