import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { ApiError } from "../api/request";
import { type Letter, Outbox, pauseAfter, refused, waiting } from "./outbox";

const letter = (id: string): Letter => ({
  assignment: `task-${id}`,
  content: { kind: "skip", client_id: id, reason: "unclear", note: "" },
});
const offline = () => Promise.reject(new ApiError(0, "offline", "The server cannot be reached."));

it("test_it_sends_in_order_and_is_empty_after", async () => {
  const sent: string[] = [];
  const outbox = new Outbox("alice", async (one) => void sent.push(one.assignment));
  await outbox.add(letter("1"));
  await outbox.add(letter("2"));
  expect(sent).toEqual(["task-1", "task-2"]);
  expect(outbox.getState().letters).toEqual([]);
});

it("test_it_keeps_a_letter_over_a_reload_and_sends_it_with_the_same_client_id", async () => {
  const first = new Outbox("bob", offline);
  await first.add(letter("kept"));
  expect(waiting(first.getState())).toHaveLength(1);
  expect(first.getState().problem?.code).toBe("offline");
  first.close();

  const sent: string[] = [];
  const second = new Outbox("bob", async (one) => void sent.push(one.content.client_id));
  await second.deliver();
  expect(sent).toEqual(["kept"]);
  const third = new Outbox("bob", offline);
  await third.deliver();
  expect(third.getState().letters).toEqual([]);
});

it("test_it_keeps_what_the_server_refused_and_goes_on_with_the_rest", async () => {
  const sent: string[] = [];
  const outbox = new Outbox("rita", async (one) => {
    if (one.content.client_id === "bad") throw new ApiError(400, "invalid", "Answer B is missing.");
    sent.push(one.content.client_id);
  });
  await outbox.add(letter("bad"));
  await outbox.add(letter("good"));
  expect(sent).toEqual(["good"]);
  expect(refused(outbox.getState()).map((one) => one.refused)).toEqual(["Answer B is missing."]);
  await outbox.discard("bad");
  expect(outbox.getState().letters).toEqual([]);
});

it("test_it_sends_a_stale_ranking_on_top_when_told_to", async () => {
  const sent: unknown[] = [];
  const outbox = new Outbox("sue", async ({ content }) => {
    sent.push(content.kind === "ranking" && content.revises);
    if (content.kind === "ranking" && content.revises)
      throw new ApiError(409, "stale", "Revision 2 is newer.");
  });
  const content = {
    kind: "ranking" as const,
    client_id: "mine",
    groups: [["a"], ["b"]],
    flags: [],
    ratings: {},
    confidence: "",
    all_bad: false,
    note: "",
    active_ms: 1,
    started_at: "",
    revises: 1,
  };
  await outbox.add({ assignment: "task", content });
  expect(refused(outbox.getState()).map(({ stale }) => stale)).toEqual([true]);
  await outbox.retry("mine");
  expect(sent).toEqual([1, null]);
  expect(outbox.getState().letters).toEqual([]);
});

it("test_it_does_not_send_twice_when_asked_while_sending", async () => {
  let release = () => {};
  let calls = 0;
  const outbox = new Outbox("carol", () => {
    calls += 1;
    return new Promise<void>((done) => {
      release = done;
    });
  });
  const adding = outbox.add(letter("slow"));
  await new Promise((done) => setTimeout(done, 20));
  await outbox.deliver();
  release();
  await adding;
  expect(calls).toBe(1);
});

it("test_it_waits_longer_after_every_try_and_never_more_than_a_minute", () => {
  expect([0, 1, 2, 5, 6, 40].map(pauseAfter)).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000]);
});
