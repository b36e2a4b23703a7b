import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { TaskOrder } from "../api/getTaskOrder";
import { CacheProvider, newCache } from "../api/query";
import { project } from "../testing/projects";
import { serve } from "../testing/serve";
import { OrderLine } from "./OrderLine";

afterEach(cleanup);

const order: TaskOrder = {
  run: { id: "r", name: "Score 1" },
  reward_model: { id: "m", name: "Four members" },
  random_share: 0.2,
  tasks: 1234,
  waiting: 1200,
  mean_information: 0.21,
  created_at: "2026-05-03T00:00:00Z",
  created_by: "Alice",
};

function open(given: TaskOrder | null, research = true) {
  const sent = serve({ "GET /api/projects/p/task-order": () => ({ body: { order: given } }) });
  const can = { ...project().can, research };
  render(
    <CacheProvider client={newCache()}>
      <OrderLine project={project({ can })} />
    </CacheProvider>,
  );
  return sent;
}

it("test_it_says_whose_doubt_the_queue_follows_and_leads_to_the_run", async () => {
  open(order);
  const link = await screen.findByRole("link", { name: "Four members" });
  expect(link.getAttribute("href")).toBe("/runs/r");
  const said = link.parentElement?.textContent;
  expect(said).toContain("in the order of what Four members is unsure of, 20 % of them at random; set");
  expect(said).toContain("by Alice. 1,200 of 1,234 are still to be ranked.");
});

it("test_it_leads_a_reviewer_to_no_page_that_is_not_theirs", async () => {
  open(order, false);
  await screen.findByText(/Four members is unsure of/);
  expect(screen.queryByRole("link")).toBeNull();
});

it("test_it_says_nothing_of_a_queue_in_its_own_order", async () => {
  const sent = open(null);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(document.body.textContent).toBe("");
});
