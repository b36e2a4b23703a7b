import "fake-indexeddb/auto";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { clear } from "idb-keyval";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Me } from "../api/getMe";
import type { FoundRanking } from "../api/getRanking";
import { CacheProvider, newCache } from "../api/query";
import type { RankingInput } from "../api/submitRanking";
import { project } from "../testing/projects";
import { type Sent, serve } from "../testing/serve";
import { HistoryPage } from "./HistoryPage";
import { OutboxProvider } from "./OutboxProvider";
import { RevisePage } from "./RevisePage";

const bob: Me = { id: "bob", email: "bob@example.org", name: "Bob", is_staff: false, projects: [] };
const mine = { today: 4, total: 40, project_total_seats: 100, project_filled_seats: 50 };
let revision = 1;
let sent: Sent[] = [];

const found = (): FoundRanking => ({
  assignment: {
    id: "task",
    project: { id: "p", name: "Replies" },
    domain: "helpful",
    prompt: { messages: [{ role: "user", content: "An old question?" }], context: [] },
    answers: ["a", "b", "c"].map((id) => ({ id, text: `Answer text ${id}` })),
    allow_ties: true,
    allow_partial: false,
    criteria: [],
    criteria_required: false,
    asks_confidence: false,
    lease_until: "2026-01-01T00:00:00Z",
    guideline_version: 1,
    practice: null,
  },
  outcome: "submitted",
  ranking: {
    revision,
    submitted_at: "2026-01-01T00:00:00Z",
    late: false,
    groups: [["c"], ["a", "b"]],
    flags: [{ answer: "b", flag: "toxic", note: "" }],
    ratings: {},
    confidence: "",
    all_bad: false,
    note: "hm",
  },
});

function take({ body }: Sent) {
  const { revises } = body as RankingInput;
  if (revises !== null && revises !== undefined && revises < revision)
    return { status: 409, body: { error: { code: "stale", message: "Revision 2 is newer.", fields: [] } } };
  revision += 1;
  return { body: { ranking: { id: "r", revision, late: false }, mine } };
}

const past = () => ({
  id: "task",
  outcome: "submitted",
  at: "2026-01-01T00:00:00Z",
  domain: "helpful",
  prompt: "An old question?",
  revision,
  late: true,
  note: "hm",
  skip_reason: "",
});

beforeEach(async () => {
  await clear();
  revision = 1;
  sent = serve({
    "GET /api/assignments/task/ranking": () => ({ body: found() }),
    "POST /api/assignments/task/ranking": take,
    "GET /api/projects/p/rankings/mine": () => ({ body: { next: null, results: [past()] } }),
  });
});

afterEach(cleanup);

function show(page: React.ReactNode) {
  render(
    <CacheProvider client={newCache()}>
      <OutboxProvider user={bob.id}>{page}</OutboxProvider>
    </CacheProvider>,
  );
  return userEvent.setup();
}

async function open() {
  const user = show(<RevisePage assignment="task" me={bob} />);
  await screen.findByText("An old question?");
  return user;
}

const given = () => sent.filter(({ method }) => method === "POST").map(({ body }) => body as RankingInput);
const labels = () => screen.getAllByRole("article").map((card) => card.getAttribute("aria-label"));

it("test_it_opens_a_ranking_as_it_was_given_and_keeps_a_change_as_the_next_revision", async () => {
  const user = await open();
  expect(labels()).toEqual([
    "Answer A, rank 2 of 3, tied with B",
    "Answer B, rank 2 of 3, tied with A",
    "Answer C, rank 1 of 3",
  ]);
  expect(screen.getByText(/revision 1\. Submitting keeps a new one/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Skip/ })).toBeNull();
  await user.keyboard("s3{Control>}{Enter}{/Control}");
  await waitFor(() => expect(given()).toHaveLength(1));
  expect(given()[0]).toMatchObject({
    groups: [["c"], ["b"], ["a"]],
    flags: [{ answer: "b", flag: "toxic", note: "" }],
    note: "hm",
    revises: 1,
  });
  expect(window.location.pathname).toBe("/projects/p/rankings");
});

it("test_it_keeps_an_unfinished_change_and_offers_the_newer_revision", async () => {
  const user = await open();
  await user.keyboard("3");
  await screen.findByText("saved");
  cleanup();
  revision = 2;
  const again = await open();
  expect(labels()[0]).toBe("Answer A, rank 3 of 3");
  expect(screen.getByText(/Your unfinished change of revision 1\. Revision 2 is newer/)).toBeTruthy();
  await again.click(screen.getByRole("button", { name: "Load revision 2" }));
  expect(await screen.findByText(/revision 2\. Submitting keeps a new one/)).toBeTruthy();
  expect(labels()[0]).toBe("Answer A, rank 2 of 3, tied with B");
});

it("test_it_loses_nothing_when_another_window_was_quicker", async () => {
  const user = await open();
  revision = 2;
  await user.keyboard("3{Control>}{Enter}{/Control}");
  expect(await screen.findByText(/not accepted: Revision 2 is newer/)).toBeTruthy();
  cleanup();
  const lists = show(<HistoryPage project={project()} />);
  expect(await screen.findByRole("link", { name: "An old question?" })).toBeTruthy();
  expect(screen.getByText("late, kept all the same")).toBeTruthy();
  const newer = await screen.findByRole("link", { name: "Look at the newer one" });
  expect(newer.getAttribute("href")).toBe("/assignments/task");
  await lists.click(screen.getByRole("button", { name: "Submit mine on top" }));
  await waitFor(() => expect(screen.queryByText(/not accepted/)).toBeNull());
  expect(given().map(({ revises }) => revises)).toEqual([1, null]);
  expect(await screen.findByText("ranked, revision 3")).toBeTruthy();
});
