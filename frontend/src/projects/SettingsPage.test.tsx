import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { CacheProvider, newCache } from "../api/query";
import { project } from "../testing/projects";
import { type Sent, serve } from "../testing/serve";
import { SettingsPage } from "./SettingsPage";

afterEach(cleanup);

function open(answer: (sent: Sent) => { status?: number; body: unknown }) {
  const sent = serve({ "PATCH /api/projects/p": answer, "GET *": () => ({ body: project() }) });
  render(
    <CacheProvider client={newCache()}>
      <SettingsPage project={project()} />
    </CacheProvider>,
  );
  const bodies = () => sent.filter(({ method }) => method === "PATCH").map(({ body }) => body);
  return { user: userEvent.setup(), bodies };
}

it("test_it_asks_for_the_usual_criteria_at_one_click_and_keeps_their_keys", async () => {
  const { user, bodies } = open(({ body }) => ({ body: project(body as object) }));
  await user.click(screen.getByRole("button", { name: "Helpful, honest, harmless" }));
  await user.click(screen.getByLabelText("Every placed answer must be rated"));
  await user.click(screen.getByLabelText("Ask how sure people are"));
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(bodies()).toHaveLength(1));
  expect(bodies()[0]).toMatchObject({
    criteria: [{ key: "helpful", points: 5 }, { key: "honest" }, { key: "harmless" }],
    criteria_required: true,
    asks_confidence: true,
  });
  const [, first] = screen.getAllByLabelText("Name");
  if (!first) throw new Error("The first criterion has a name.");
  await user.clear(first);
  await user.type(first, "Useful");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(bodies()).toHaveLength(2));
  expect(bodies()[1]).toMatchObject({ criteria: [{ key: "helpful", label: "Useful" }, {}, {}] });
});

it("test_it_says_at_the_criterion_what_is_wrong_with_it", async () => {
  const { user } = open(() => ({
    status: 400,
    body: {
      error: {
        code: "invalid",
        message: "Give it a name.",
        fields: [{ field: "criteria[0].label", message: "Give it a name." }],
      },
    },
  }));
  await user.click(screen.getByRole("button", { name: "Add a criterion" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.getAllByLabelText("Name")[1]?.getAttribute("aria-invalid")).toBe("true"));
});
