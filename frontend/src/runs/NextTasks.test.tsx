import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import type { Run } from "../api/getRun";
import type { TaskOrder } from "../api/getTaskOrder";
import { CacheProvider, newCache } from "../api/query";
import { project } from "../testing/projects";
import { type Sent, serve } from "../testing/serve";
import { NextTasks } from "./NextTasks";

afterEach(cleanup);

const scored = { type: "scores", id: "r", name: "8 scores" };
const ensemble = (id: string, name: string) => ({ type: "ensemble", id, name });

const run = (outputs: Run["outputs"]): Run => ({
  id: "r",
  project: { id: "p", name: "Replies" },
  verb: "score",
  name: "Score 1",
  status: "completed",
  created_at: "2026-01-01T00:00:00Z",
  state: {},
  settings: {},
  outputs,
  registering: false,
  sentence: "",
  can: { stop: false, pause: false, retry: false, go_on_changed: false },
});

/** A server that keeps the order it is given, or refuses. */
function open(outputs: Run["outputs"], { manage = true, refusal = "" } = {}) {
  let order: TaskOrder | null = null;
  const can = { ...project().can, manage };
  const sent: Sent[] = serve({
    "GET /api/projects/p": () => ({ body: project({ can }) }),
    "GET /api/projects/p/task-order": () => ({ body: { order } }),
    "POST /api/runs/r/order-tasks": ({ body }) => {
      if (refusal) return { status: 409, body: { error: { code: "conflict", message: refusal } } };
      order = {
        run: { id: "r", name: "Score 1" },
        reward_model: { id: "m", name: "Four members" },
        random_share: (body as { random_share: number }).random_share,
        tasks: 1234,
        waiting: 1200,
        mean_information: 0.21,
        created_at: new Date().toISOString(),
        created_by: "Alice",
      };
      return { status: 201, body: order };
    },
  });
  render(
    <CacheProvider client={newCache()}>
      <NextTasks run={run(outputs)} />
    </CacheProvider>,
  );
  const asked = () => sent.filter(({ method }) => method === "POST").map(({ body }) => body);
  return { user: userEvent.setup(), asked };
}

const button = () => screen.findByRole("button", { name: "Order the waiting tasks" });

it("test_it_orders_the_tasks_with_the_share_asked_for_and_says_what_was_done", async () => {
  const { user, asked } = open([scored, ensemble("m", "Four members")]);
  const share = await screen.findByLabelText("At random, % of the tasks");
  await user.clear(share);
  await user.type(share, "12.5");
  await user.click(await button());
  const said = await screen.findByText(/1,234 tasks put in order of what Four members is unsure of/);
  expect(said.textContent).toContain(
    "12.5 % of them at random, just now by Alice; 1,200 still to be ranked.",
  );
  expect(said.textContent).toContain("tells 0.21 nats");
  expect(asked()).toEqual([{ random_share: 0.125, reward_model: "m" }]);
});

it("test_it_offers_each_ensemble_that_the_run_scored_with", async () => {
  const { user, asked } = open([scored, ensemble("m", "Four members"), ensemble("n", "Nine members")]);
  await user.selectOptions(await screen.findByLabelText("Ensemble"), "Nine members");
  await user.click(await button());
  await screen.findByText(/put in order/);
  expect(asked()).toEqual([{ random_share: 0.2, reward_model: "n" }]);
});

it("test_it_shows_why_there_was_nothing_to_order", async () => {
  const { user } = open([ensemble("m", "Four members")], { refusal: "No waiting task has scores." });
  await user.click(await button());
  expect((await screen.findByRole("alert")).textContent).toContain("No waiting task has scores.");
});

it("test_it_sends_no_share_beyond_the_whole", async () => {
  const { user, asked } = open([ensemble("m", "Four members")]);
  await user.type(await screen.findByLabelText("At random, % of the tasks"), "0");
  await user.click(await button());
  expect(asked()).toEqual([]);
});

it("test_it_has_no_button_for_who_may_not_set_the_order", async () => {
  open([ensemble("m", "Four members")], { manage: false });
  await screen.findByText("An owner of the project can set this order.");
  expect(screen.queryByRole("button")).toBeNull();
});

it("test_it_is_not_there_for_a_run_without_an_ensemble", () => {
  const { asked } = open([scored]);
  expect(document.body.textContent).toBe("");
  expect(asked()).toEqual([]);
});
