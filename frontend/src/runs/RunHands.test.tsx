import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import type { Run } from "../api/getRun";
import { CacheProvider, newCache } from "../api/query";
import { serve } from "../testing/serve";
import { RunHands } from "./RunHands";

afterEach(cleanup);

const run = (status: Run["status"]): Run => ({
  id: "r",
  project: { id: "p", name: "Replies" },
  verb: "ppo",
  name: "Policy 1",
  status,
  created_at: "2026-01-01T00:00:00Z",
  state: {},
  settings: {},
  outputs: [],
  registering: false,
  sentence: "",
  can: { stop: true, pause: status === "running", retry: false, go_on_changed: false },
});

it("test_it_stops_and_where_that_takes_too_long_stops_at_once", async () => {
  const sent = serve({ "POST /api/runs/r/stop": () => ({ body: run("stopping") }) });
  const user = userEvent.setup();
  const page = (status: Run["status"]) => (
    <CacheProvider client={newCache()}>
      <RunHands run={run(status)} />
    </CacheProvider>
  );
  const { rerender } = render(page("running"));
  await user.click(screen.getByRole("button", { name: "Stop" }));
  rerender(page("stopping"));
  expect(screen.queryByRole("button", { name: "Pause" })).toBeNull();
  await user.click(await screen.findByRole("button", { name: "Stop at once" }));
  expect(sent.map(({ path }) => path)).toEqual(["/api/runs/r/stop", "/api/runs/r/stop"]);
});
