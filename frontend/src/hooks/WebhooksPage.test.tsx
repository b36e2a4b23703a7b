import { cleanup, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { CacheProvider, newCache } from "../api/query";
import { project } from "../testing/projects";
import { type Sent, serve } from "../testing/serve";
import { WebhooksPage } from "./WebhooksPage";

afterEach(cleanup);

const webhook = {
  id: "w",
  url: "https://example.org/hook",
  events: ["run.finished"],
  status: "on",
  rotated_at: null,
  created_at: "2026-01-01T00:00:00Z",
  created_by: "Alice",
};
const delivery = {
  id: "d",
  kind: "run.finished",
  status: "failed",
  attempts: 8,
  next_at: null,
  last_at: "2026-01-01T00:00:00Z",
  response_code: 503,
  response_text: "busy",
  problem: "It answered 503.",
  created_at: "2026-01-01T00:00:00Z",
};
const BASE = "/api/projects/p/webhooks";

function open(): { sent: Sent[]; user: ReturnType<typeof userEvent.setup> } {
  const sent = serve({
    [`GET ${BASE}`]: () => ({ body: [webhook] }),
    [`POST ${BASE}`]: () => ({ status: 201, body: { ...webhook, secret: "whsec_first" } }),
    [`PATCH ${BASE}/w`]: () => ({ body: { ...webhook, status: "off" } }),
    [`POST ${BASE}/w/rotate`]: () => ({ body: { ...webhook, secret: "whsec_second" } }),
    [`POST ${BASE}/w/test`]: () => ({ status: 201, body: { ...delivery, status: "waiting", attempts: 0 } }),
    [`GET ${BASE}/w/deliveries`]: () => ({ body: { next: null, results: [delivery] } }),
    [`POST ${BASE}/w/deliveries/d/again`]: () => ({ body: { ...delivery, status: "waiting" } }),
  });
  render(
    <CacheProvider client={newCache()}>
      <WebhooksPage project={project()} />
    </CacheProvider>,
  );
  return { sent, user: userEvent.setup() };
}

const written = (sent: Sent[]) =>
  sent.filter(({ method }) => method !== "GET").map(({ method, path, body }) => [method, path, body]);

it("test_it_adds_a_webhook_and_shows_its_secret_once", async () => {
  const { sent, user } = open();
  await user.type(await screen.findByLabelText("Address"), "https://example.org/hook");
  await user.click(screen.getByRole("checkbox", { name: /^ranking.submitted/ }));
  await user.click(screen.getByRole("button", { name: "Add" }));
  await screen.findByText("whsec_first");
  const input = { url: "https://example.org/hook", events: ["ranking.submitted", "run.finished"] };
  expect(written(sent)).toEqual([["POST", BASE, input]]);
});

it("test_it_tests_turns_off_and_replaces_the_secret", async () => {
  const { sent, user } = open();
  const card = within(await screen.findByRole("region", { name: `Webhook ${webhook.url}` }));
  await user.click(card.getByRole("button", { name: "Send a test" }));
  await card.findByText(/The test is on its way/);
  await user.click(card.getByRole("button", { name: "Turn off" }));
  await user.click(card.getByRole("button", { name: "New secret" }));
  await screen.findByText("whsec_second");
  expect(written(sent)).toEqual([
    ["POST", `${BASE}/w/test`, null],
    ["PATCH", `${BASE}/w`, { status: "off" }],
    ["POST", `${BASE}/w/rotate`, null],
  ]);
});

it("test_it_lists_deliveries_and_sends_one_again", async () => {
  const { sent, user } = open();
  await user.click(await screen.findByText("Deliveries"));
  await screen.findByText("It answered 503.");
  screen.getByText("given up");
  await user.click(screen.getByRole("button", { name: "Send again run.finished" }));
  expect(written(sent).map(([, path]) => path)).toEqual([`${BASE}/w/deliveries/d/again`]);
});
