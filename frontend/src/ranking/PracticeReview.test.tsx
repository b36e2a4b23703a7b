import "fake-indexeddb/auto";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { clear } from "idb-keyval";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Me } from "../api/getMe";
import { CacheProvider, newCache } from "../api/query";
import { type Sent, serve } from "../testing/serve";
import { OutboxProvider } from "./OutboxProvider";
import { RankPage } from "./RankPage";

const bob: Me = { id: "bob", email: "bob@example.org", name: "Bob", is_staff: false, projects: [] };
const mine = { today: 0, total: 0, project_total_seats: 9, project_filled_seats: 0 };
const answers = ["a", "b"].map((id) => ({ id, text: `Answer text ${id}` }));

let online = true;
let ranked = 0;
let mark = 0.8;
let round = 1;
let sent: Sent[] = [];

const task = (number: number) => ({
  id: `practice${round}${number}`,
  project: { id: "p", name: "Replies" },
  domain: "helpful",
  prompt: { messages: [{ role: "user", content: `Question ${number} of round ${round}?` }] },
  answers,
  allow_ties: true,
  allow_partial: false,
  criteria: [],
  criteria_required: false,
  asks_confidence: false,
  lease_until: new Date(Date.now() + 1_800_000).toISOString(),
  guideline_version: 1,
  practice: { number, of: 2, round },
});

/** Two practice tasks a round; a new round is given only when it is asked for. */
function claim({ body }: Sent) {
  const { held, practise } = body as { held: string[]; practise?: boolean };
  if (practise) [round, ranked] = [round + 1, 0];
  const isFree = held.length === 0 && ranked < 2;
  const reason = held.length > 0 ? "holding" : isFree ? "" : "practice";
  return { assignment: isFree ? task(ranked + 1) : null, reason, message: "", retry_after_s: null, mine };
}

/** The first task is ranked right, the second one wrong. */
function solution() {
  const status = ranked < 2 ? "open" : 0.5 >= mark ? "passed" : "failed";
  return {
    assignment: task(ranked),
    groups: [["a"], ["b"]],
    solution: ranked === 1 ? [["a"], ["b"]] : [["b"], ["a"]],
    explanation: "It **says why**.",
    right: ranked === 1 ? 1 : 0,
    pairs: 1,
    round: { status, number: round, tasks: ranked, score: 1 / ranked, mark },
  };
}

beforeEach(async () => {
  await clear();
  localStorage.clear();
  [online, ranked, mark, round] = [true, 0, 0.8, 1];
  const whenOnline = (answer: (request: Sent) => unknown) => (request: Sent) =>
    online ? { body: answer(request) } : ("offline" as const);
  sent = serve({
    "GET /api/projects/p": () => ({ status: 404, body: null }),
    "POST /api/projects/p/assignments": whenOnline(claim),
    "GET /api/assignments/*": whenOnline(solution),
    "POST /api/assignments/*": whenOnline(() => {
      ranked += 1;
      return { ranking: { id: "r", revision: 1, late: false }, mine };
    }),
  });
});

afterEach(cleanup);

const show = () =>
  render(
    <CacheProvider client={newCache()}>
      <OutboxProvider user={bob.id}>
        <RankPage project="p" me={bob} />
      </OutboxProvider>
    </CacheProvider>,
  );

async function open() {
  show();
  await screen.findByText("Question 1 of round 1?");
  return userEvent.setup();
}

const SUBMIT = "12{Control>}{Enter}{/Control}";

it("test_it_shows_the_solution_after_the_submit_and_goes_on_with_enter", async () => {
  const user = await open();
  expect(screen.getByText(/Practice, task 1 of 2/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Skip/ })).toBeNull();
  await user.keyboard(SUBMIT);
  const heading = await screen.findByRole("heading", { name: "Practice, solution 1 of 2" });
  expect(document.activeElement).toBe(heading);
  expect(screen.getByText("1 of 1 pairs right.")).toBeTruthy();
  expect(screen.getByText("A is better than B.").textContent).toContain("You said so too.");
  expect(await screen.findByText("says why")).toBeTruthy();
  expect(sent.filter(({ path }) => path.endsWith("/assignments"))).toHaveLength(2);
  await user.keyboard("{Enter}");
  expect(await screen.findByText("Question 2 of round 1?")).toBeTruthy();
});

it("test_it_ends_a_round_with_score_and_mark_and_begins_another_one_only_when_asked", async () => {
  const user = await open();
  await user.keyboard(SUBMIT);
  await screen.findByRole("heading", { name: "Practice, solution 1 of 2" });
  await user.keyboard("{Enter}");
  await screen.findByText("Question 2 of round 1?");
  await user.keyboard(SUBMIT);
  expect(await screen.findByText(/Not passed yet: 50.0 % right, 80.0 % are needed/)).toBeTruthy();
  expect(screen.getByText("B is better than A.").textContent).toContain("You said the opposite.");
  cleanup();
  localStorage.clear(); // as on another machine
  show();
  expect(await screen.findByRole("heading", { name: "Not passed yet" })).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Practise again" }));
  expect(await screen.findByText("Question 1 of round 2?")).toBeTruthy();
});

it("test_it_says_that_real_tasks_come_once_the_round_is_passed", async () => {
  mark = 0.5;
  const user = await open();
  await user.keyboard(SUBMIT);
  await screen.findByRole("heading", { name: "Practice, solution 1 of 2" });
  await user.keyboard("{Enter}");
  await screen.findByText("Question 2 of round 1?");
  await user.keyboard(SUBMIT);
  expect(await screen.findByText(/You have passed: 50.0 % right, 50.0 % were needed/)).toBeTruthy();
  expect(screen.getByRole("button", { name: /On to real tasks/ })).toBeTruthy();
});

it("test_it_shows_the_solution_once_a_ranking_made_offline_has_got_through_also_after_a_reload", async () => {
  const user = await open();
  online = false;
  await user.keyboard(SUBMIT);
  expect(await screen.findByText(/Your ranking waits to be sent/)).toBeTruthy();
  cleanup();
  show();
  expect(await screen.findByText(/Your ranking waits to be sent/)).toBeTruthy();
  online = true;
  window.dispatchEvent(new Event("online"));
  expect(await screen.findByRole("heading", { name: "Practice, solution 1 of 2" })).toBeTruthy();
  await waitFor(() => expect(ranked).toBe(1));
});
