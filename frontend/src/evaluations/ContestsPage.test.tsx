import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import type { Contest } from "../api/listContests";
import { CacheProvider, newCache } from "../api/query";
import { contest, contestRun, measured } from "../testing/contests";
import { project } from "../testing/projects";
import { type Sent, serve } from "../testing/serve";
import { ContestsPage } from "./ContestsPage";

afterEach(cleanup);

const tried = contest([
  contestRun("ppo", {
    name: "Policy 1",
    figures: {
      reward_before: 0.25,
      reward_after: 1.75,
      gain: measured(1.5),
      kl: measured(4),
      length_before: 20,
      length_after: 24,
      seconds: 125,
      optimizer_steps: 160,
      attempts: 2,
      from_step: 8,
    },
  }),
  contestRun("best_of_n", {
    name: "Best of n 1",
    figures: { reward_after: 1, gain: measured(0.75), kl: measured(0.19), samples: 2, seconds: 30 },
    curve: [
      { n: 1, reward: measured(0.25), gain: measured(0), kl: measured(0), length: measured(20) },
      { n: 2, reward: measured(1), gain: measured(0.75), kl: measured(0.19), length: measured(21) },
    ],
  }),
  contestRun("grpo", { name: "GRPO policy 1", status: "running" }),
]);

function open(contests: Contest[], can = project().can): Sent[] {
  const sent = serve({
    "GET /api/projects/p/contests": () => ({ body: contests }),
    "POST /api/projects/p/runs": () => ({
      status: 409,
      body: { error: { code: "conflict", message: "No." } },
    }),
  });
  render(
    <CacheProvider client={newCache()}>
      <ContestsPage project={project({ can })} />
    </CacheProvider>,
  );
  return sent;
}

it("test_it_shows_every_method_in_a_row_with_its_interval", async () => {
  open([tried]);
  const table = await screen.findByRole("region", { name: /Methods/ });
  const rows = within(table)
    .getAllByRole("row")
    .map((row) => row.textContent ?? "");
  expect(rows).toHaveLength(5);
  expect(rows[1]).toMatch(
    /Policy 1PPO.*1\.75\+1\.5\+1\.0 to \+2\.0.*4\.03\.5 to 4\.5.*242 min 5 s160 optimiser steps2 attemptsfrom step 8 on/,
  );
  expect(rows[2]).toMatch(/best of 2.*\+0\.8.*0\.19at most, by formula.*30 s/);
  expect(rows[3]).toMatch(/GRPO policy 1GRPO.*running/i);
  expect(rows[4]).toMatch(/Reference0\.25.*20/);
});

it("test_it_draws_the_gains_over_the_distance_and_says_them", async () => {
  open([tried]);
  const picture = await screen.findByRole("img", { name: /Gain in reward/ });
  expect(picture.getAttribute("aria-label")).toContain("PPO +1.5 (+1.0 to +2.0, n = 24) at 2");
  expect(picture.getAttribute("aria-label")).toContain("best of 2 +0.8");
  expect(screen.getByText("CSV").closest("a")?.getAttribute("href")).toBe(
    "/api/projects/p/contests/table?format=csv",
  );
});

it("test_a_missing_method_starts_with_one_click_on_the_same_data", async () => {
  const sent = open([tried]);
  const start = await screen.findByRole("navigation", { name: "Start on the same data" });
  const buttons = within(start).getAllByRole("button");
  expect(buttons.map((button) => button.textContent)).toEqual(["SFT", "DPO", "RLOO"]);
  await userEvent.setup().click(within(start).getByRole("button", { name: "DPO" }));
  await waitFor(() => expect(sent.some(({ method }) => method === "POST")).toBe(true));
  expect(sent.find(({ method }) => method === "POST")?.body).toEqual({ ...tried.request, verb: "dpo" });
  expect(await screen.findByText(/No\./)).toBeTruthy();
});

it("test_before_the_first_run_it_teaches_the_next_step", async () => {
  open([]);
  const link = await screen.findByRole("link", { name: "Align with PPO" });
  expect(link.getAttribute("href")).toBe("/projects/p/runs/new?verb=ppo");
});

it("test_nothing_measured_draws_nothing", async () => {
  open([contest([contestRun("sft", { status: "queued" })])]);
  await screen.findByRole("region", { name: /Methods/ });
  expect(screen.queryByRole("img")).toBeNull();
});
