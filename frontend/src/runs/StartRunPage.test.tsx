import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CacheProvider, newCache } from "../api/query";
import type { RunInput } from "../api/startRun";
import { project } from "../testing/projects";
import { type Sent, serve } from "../testing/serve";
import { StartRunPage } from "./StartRunPage";

const setting = (name: string, change: Record<string, unknown>) => ({
  name,
  type: "integer",
  default: 40,
  required: false,
  label: name,
  help: "",
  low: 1,
  high: 1000,
  choices: [],
  kind: "",
  fold: null,
  ...change,
});
const forms = {
  verbs: [
    {
      verb: "ppo",
      title: "Align with PPO",
      summary: "Train a policy.",
      inputs: ["prompts"],
      settings: [
        setting("reward_model", {
          label: "Reward model",
          type: "text",
          default: null,
          required: true,
          kind: "reward",
        }),
        setting("watch_reward_model", {
          label: "Second reward model",
          type: "text",
          default: "",
          kind: "reward",
          fold: "Measures and alarms",
        }),
        setting("steps", { label: "Steps" }),
        setting("max_kl", { label: "KL bound", type: "number", default: 50, fold: "Measures and alarms" }),
        setting("more_reward_models", {
          label: "More reward models",
          type: "texts",
          default: [],
          kind: "reward",
          fold: "Reward",
        }),
      ],
    },
  ],
};
const models = [{ id: "m1", type: "reward", name: "Reward model 1" }];
const datasets = [
  {
    id: "d1",
    project: { id: "p", name: "Replies" },
    name: "First",
    version: 2,
    status: "ready",
    created_at: "2026-01-01T00:00:00Z",
  },
];
const refusal = {
  code: "invalid",
  message: "The run cannot start.",
  hint: "",
  fields: [{ field: "settings.max_kl", message: "is too small for 12 steps" }],
};

let sent: Sent[] = [];

beforeEach(() => {
  sent = serve({
    "GET /api/run-forms": () => ({ body: forms }),
    "GET /api/projects/p/models": () => ({ body: models }),
    "GET /api/projects/p/datasets": () => ({ body: datasets }),
    "POST /api/projects/p/runs": () => ({ status: 400, body: { error: refusal } }),
  });
  window.history.replaceState(null, "", "/projects/p/runs/new?verb=ppo");
});

afterEach(cleanup);

async function open() {
  render(
    <CacheProvider client={newCache()}>
      <StartRunPage project={project()} />
    </CacheProvider>,
  );
  await screen.findByRole("heading", { name: "Align with PPO" });
  await screen.findByRole("option", { name: "First, version 2" });
  return userEvent.setup();
}

const started = () => sent.filter(({ method }) => method === "POST").map(({ body }) => body as RunInput);

it("test_it_marks_what_is_missing_before_it_asks_the_server", async () => {
  const user = await open();
  await user.click(screen.getByRole("button", { name: "Start" }));
  expect(screen.getByText("must be given")).toBeTruthy();
  expect(screen.getByRole("alert").textContent).toBe("Mend Reward model.");
  expect(started()).toEqual([]);
});

it("test_it_sends_numbers_the_chosen_model_and_the_dataset_and_shows_a_refusal_at_its_field", async () => {
  const user = await open();
  await user.selectOptions(screen.getByLabelText("Reward model"), "Reward model 1");
  await user.clear(screen.getByLabelText("Steps"));
  await user.type(screen.getByLabelText("Steps"), "12");
  await user.click(screen.getByRole("button", { name: "Start" }));
  expect(await screen.findByText("is too small for 12 steps")).toBeTruthy();
  expect(screen.getByLabelText("KL bound").getAttribute("aria-invalid")).toBe("true");
  expect(started()).toEqual([
    { verb: "ppo", dataset: "d1", settings: { reward_model: "model:m1", steps: 12, max_kl: 50 } },
  ]);
});

it("test_it_takes_any_model_by_its_id_or_folder", async () => {
  const user = await open();
  await user.selectOptions(screen.getByLabelText("Reward model"), "Another model, by id or folder");
  await user.type(screen.getByLabelText("Reward model: Hugging Face id or folder"), "org/reward");
  await user.click(screen.getByRole("button", { name: "Start" }));
  await waitFor(() => expect(started()[0]?.settings.reward_model).toBe("org/reward"));
});

it("test_it_takes_back_a_model_that_may_be_left_out", async () => {
  const user = await open();
  await user.selectOptions(screen.getByLabelText("Reward model"), "Reward model 1");
  await user.selectOptions(screen.getByLabelText("Second reward model"), "Reward model 1");
  await user.selectOptions(screen.getByLabelText("Second reward model"), "None");
  await user.click(screen.getByRole("button", { name: "Start" }));
  await waitFor(() => expect(started()).toHaveLength(1));
  expect(started()[0]?.settings).not.toHaveProperty("watch_reward_model");
});

it("test_it_sends_every_reward_model_that_is_checked", async () => {
  const user = await open();
  await user.selectOptions(screen.getByLabelText("Reward model"), "Another model, by id or folder");
  await user.type(screen.getByLabelText("Reward model: Hugging Face id or folder"), "org/reward");
  await user.click(screen.getByRole("checkbox", { name: "Reward model 1", hidden: true }));
  await user.click(screen.getByRole("button", { name: "Start" }));
  await waitFor(() => expect(started()[0]?.settings.more_reward_models).toEqual(["model:m1"]));
});

it("test_what_few_change_is_folded_under_its_heading_until_a_number_is_wrong", async () => {
  const user = await open();
  const fold = (heading: RegExp) =>
    screen.getByText(heading, { selector: "summary" }).closest("details") as HTMLDetailsElement;
  expect(fold(/^Measures and alarms/).textContent).toContain("Second reward model, KL bound");
  expect(fold(/^Reward/).textContent).toContain("More reward models");
  expect(fold(/^Measures and alarms/).open).toBe(false);
  await user.type(screen.getByLabelText("KL bound"), "x");
  expect(fold(/^Measures and alarms/).open).toBe(true);
  expect(fold(/^Reward/).open).toBe(false);
  await user.type(screen.getByLabelText("KL bound"), "{Backspace}");
  expect(screen.queryByText("must be a number")).toBeNull();
  expect(fold(/^Measures and alarms/).open).toBe(true);
});
