import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import type { Run } from "../api/getRun";
import { CacheProvider, newCache } from "../api/query";
import { type Sent, serve } from "../testing/serve";
import { ContinuePage } from "./ContinuePage";

afterEach(cleanup);

const setting = (name: string, label: string, change: Record<string, unknown> = {}) => ({
  name,
  label,
  type: "number",
  default: 40,
  required: false,
  help: "",
  low: 0,
  high: 1000,
  choices: [],
  kind: "",
  fold: null,
  ...change,
});
const settings = [
  setting("reward_model", "Reward model", { type: "text", default: null, required: true, kind: "reward" }),
  setting("steps", "Steps", { type: "integer" }),
  setting("kl_coefficient", "KL penalty", { default: 0.05 }),
];
const verbs = [{ verb: "ppo", title: "Align with PPO", summary: "", inputs: ["prompts"], settings }];
const run: Run = {
  id: "r",
  project: { id: "p", name: "Replies" },
  verb: "ppo",
  name: "Policy 1",
  status: "stopped",
  created_at: "2026-01-01T00:00:00Z",
  state: {},
  settings: { reward_model: "m", steps: 30, kl_coefficient: 0.1 },
  outputs: [],
  registering: false,
  sentence: "",
  can: { stop: false, pause: false, retry: true, go_on_changed: true },
};
const refusal = {
  code: "invalid",
  message: "The run cannot go on so.",
  hint: "",
  fields: [{ field: "settings.steps", message: "must be more than the 20 that are done already" }],
};

async function open() {
  const sent: Sent[] = serve({
    "GET /api/run-forms": () => ({ body: { verbs } }),
    "GET /api/runs/r/continuations": () => ({ body: { steps: [20, 15], kept: ["reward_model"] } }),
    "POST /api/runs/r/continuations": () => ({ status: 400, body: { error: refusal } }),
  });
  render(
    <CacheProvider client={newCache()}>
      <ContinuePage run={run} />
    </CacheProvider>,
  );
  await screen.findByLabelText("Steps");
  return { user: userEvent.setup(), asked: () => sent.filter(({ method }) => method === "POST") };
}

it("test_it_begins_with_the_numbers_of_the_run_and_leaves_out_what_has_to_stay", async () => {
  await open();
  expect(screen.getByLabelText<HTMLInputElement>("KL penalty").value).toBe("0.1");
  expect(screen.getByLabelText<HTMLSelectElement>("Checkpoint").value).toBe("20");
  expect(screen.queryByLabelText("Reward model")).toBeNull();
});

it("test_it_sends_the_changes_with_the_checkpoint_and_shows_a_refusal_at_its_field", async () => {
  const { user, asked } = await open();
  await user.selectOptions(screen.getByLabelText("Checkpoint"), "Step 15");
  await user.clear(screen.getByLabelText("KL penalty"));
  await user.type(screen.getByLabelText("KL penalty"), "0.2");
  await user.click(screen.getByRole("button", { name: "Start" }));
  expect(await screen.findByText("must be more than the 20 that are done already")).toBeTruthy();
  expect(asked().map(({ body }) => body)).toEqual([
    { settings: { steps: 30, kl_coefficient: 0.2 }, step: 15, name: "" },
  ]);
});

it("test_it_sends_no_number_that_is_none", async () => {
  const { user, asked } = await open();
  await user.clear(screen.getByLabelText("Steps"));
  await user.type(screen.getByLabelText("Steps"), "many");
  await user.click(screen.getByRole("button", { name: "Start" }));
  await waitFor(() => expect(screen.getByRole("alert").textContent).toBe("Mend Steps."));
  expect(asked()).toEqual([]);
});
