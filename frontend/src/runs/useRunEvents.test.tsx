import { renderHook, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { RunStatus } from "../api/getRun";
import type { RunEvent } from "../api/getRunEvents";
import { serve } from "../testing/serve";
import { useRunEvents } from "./useRunEvents";

type Log = { events: RunEvent[]; status: RunStatus };

/** Serve the event log of one run as the server does: what came after a seq, a thousand at most. */
function serveLog(log: Log) {
  return serve({
    "GET /api/runs/r/events": ({ path }) => {
      const after = Number(new URLSearchParams(path.split("?")[1]).get("after"));
      const events = log.events.filter(({ seq }) => seq > after).slice(0, 1000);
      return { body: { events, last_seq: log.events.length, status: log.status } };
    },
  });
}

const event = (seq: number): RunEvent => ({
  seq,
  at: "2026-01-01T00:00:00Z",
  kind: "metric",
  step: seq,
  values: {},
});
const many = (count: number) => Array.from({ length: count }, (_, index) => event(index + 1));

it("test_it_reads_a_long_log_to_its_end_and_then_stops_asking", async () => {
  const sent = serveLog({ events: many(2300), status: "completed" });
  const { result } = renderHook(() => useRunEvents("r", "completed"));
  await waitFor(() => expect(result.current).toHaveLength(2300));
  await new Promise((done) => setTimeout(done, 1200));
  expect(sent.map(({ path }) => new URLSearchParams(path.split("?")[1]).get("after"))).toEqual([
    "0",
    "1000",
    "2000",
  ]);
});

it("test_it_goes_on_with_a_live_run_without_asking_for_what_it_has", async () => {
  const log: Log = { events: many(2), status: "running" };
  const sent = serveLog(log);
  const { result } = renderHook(() => useRunEvents("r", "running"));
  await waitFor(() => expect(result.current).toHaveLength(2));
  log.events = many(3);
  log.status = "completed";
  await waitFor(() => expect(result.current.map(({ seq }) => seq)).toEqual([1, 2, 3]), { timeout: 3000 });
  expect(sent.at(-1)?.path).toContain("after=2");
});

it("test_it_follows_a_run_again_that_is_retried", async () => {
  const log: Log = { events: many(2), status: "failed" };
  serveLog(log);
  const { result, rerender } = renderHook(({ status }) => useRunEvents("r", status), {
    initialProps: { status: "failed" as RunStatus },
  });
  await waitFor(() => expect(result.current).toHaveLength(2));
  log.events = many(4);
  log.status = "running";
  rerender({ status: "queued" });
  await waitFor(() => expect(result.current).toHaveLength(4));
});
