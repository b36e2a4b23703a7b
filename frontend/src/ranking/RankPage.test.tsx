import "fake-indexeddb/auto";
import { act, cleanup, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { clear } from "idb-keyval";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Assignment } from "../api/assignment";
import type { Me } from "../api/getMe";
import { CacheProvider, newCache } from "../api/query";
import type { RankingInput } from "../api/submitRanking";
import { type Sent, serve } from "../testing/serve";
import { OutboxProvider } from "./OutboxProvider";
import { RankPage } from "./RankPage";

const bob: Me = { id: "bob", email: "bob@example.org", name: "Bob", is_staff: false, projects: [] };
const mine = { today: 4, total: 40, project_total_seats: 100, project_filled_seats: 50 };
const prompts = ["First question?", "Second question?", "Third question?"];

let online = true;
let submitted: string[] = [];
let sent: Sent[] = [];
let asked: Partial<Assignment> = {};

function assignment(index: number) {
  return {
    id: `task${index}`,
    project: { id: "p", name: "Replies" },
    domain: "helpful",
    prompt: { messages: [{ role: "user", content: prompts[index] }] },
    answers: ["a", "b", "c"].map((id) => ({ id: `${id}${index}`, text: `Answer text ${id}` })),
    allow_ties: true,
    allow_partial: false,
    criteria: [],
    criteria_required: false,
    asks_confidence: false,
    ...asked,
    lease_until: new Date(Date.now() + 1_800_000).toISOString(),
    guideline_version: 1,
  };
}

function claim({ body }: Sent) {
  const { held } = body as { held: string[] };
  const free = prompts
    .map((_, index) => `task${index}`)
    .filter((id) => !submitted.includes(id) && !held.includes(id));
  const next = free[0];
  const reason = next ? "" : "finished";
  return {
    assignment: next ? assignment(Number(next.slice(4))) : null,
    reason,
    message: next ? "" : "All tasks have the rankings they need.",
    retry_after_s: null,
    mine,
  };
}

function take({ path }: Sent) {
  const id = path.split("/")[3] ?? "";
  submitted = [...submitted, id];
  return { ranking: { id: `r-${id}`, revision: 1, late: false }, mine };
}

beforeEach(async () => {
  await clear();
  online = true;
  submitted = [];
  asked = {};
  const whenOnline = (answer: (request: Sent) => unknown) => (request: Sent) =>
    online ? { body: answer(request) } : ("offline" as const);
  sent = serve({
    "GET /api/projects/p": () => ({ status: 404, body: null }),
    "GET /api/projects/p/guidelines": whenOnline(() => ({ version: 7, text: "Prefer what is **true**." })),
    "POST /api/projects/p/assignments": whenOnline(claim),
    "POST /api/assignments/*": whenOnline(take),
  });
});

afterEach(cleanup);

async function open() {
  render(
    <CacheProvider client={newCache()}>
      <OutboxProvider user={bob.id}>
        <RankPage project="p" me={bob} />
      </OutboxProvider>
    </CacheProvider>,
  );
  await screen.findByText("First question?");
  return userEvent.setup();
}

const rankings = () =>
  sent.filter(({ path }) => path.endsWith("/ranking")).map(({ body }) => body as RankingInput);
const labels = () => screen.getAllByRole("article").map((card) => card.getAttribute("aria-label"));

it("test_it_starts_unranked_with_the_heading_in_focus", async () => {
  await open();
  expect(labels()).toEqual(["Answer A, unplaced", "Answer B, unplaced", "Answer C, unplaced"]);
  await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
});

it("test_it_ranks_by_keys_alone_and_shows_the_next_task_at_once", async () => {
  const user = await open();
  await user.keyboard("212");
  expect(labels()).toEqual([
    "Answer A, rank 2 of 3, tied with C",
    "Answer B, rank 1 of 3",
    "Answer C, rank 2 of 3, tied with A",
  ]);
  expect(screen.getByText(/Answer C, rank 2 of 3, tied with A\. All answers are placed/)).toBeTruthy();
  await waitFor(() => expect(sent.filter(({ path }) => path.endsWith("/assignments"))).toHaveLength(2));
  await user.keyboard("{Enter}");
  expect(rankings()).toEqual([]);
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(screen.getByText("Second question?")).toBeTruthy();
  await waitFor(() => expect(rankings()[0]?.groups).toEqual([["b0"], ["a0", "c0"]]));
});

it("test_it_takes_keys_that_come_before_the_page_has_shown_the_last_one", async () => {
  await open();
  await act(async () => press("2", "1", "3", "Control+Enter", "Control+Enter"));
  await waitFor(() => expect(rankings()).toHaveLength(1));
  expect(rankings()[0]).toMatchObject({ groups: [["b0"], ["a0"], ["c0"]], revises: 0 });
  expect(await screen.findByText("Second question?")).toBeTruthy();
  expect(labels()[0]).toBe("Answer A, unplaced");
});

/** Send keys one behind the other, without a moment between them in which anything could be drawn. */
function press(...keys: string[]): void {
  for (const key of keys) {
    const [name = "", ctrlKey] = key.startsWith("Control+") ? [key.slice(8), true] : [key, false];
    window.dispatchEvent(new KeyboardEvent("keydown", { key: name, ctrlKey: ctrlKey === true }));
  }
}

it("test_it_says_that_another_tab_has_the_task_open_or_handed_it_in", async () => {
  const other = new BroadcastChannel("podium:tabs:bob");
  other.onmessage = ({ data }) => data.kind === "opened" && other.postMessage({ ...data, kind: "here" });
  const user = await open();
  expect(await screen.findByText(/This task is open in another tab too/)).toBeTruthy();
  other.postMessage({ kind: "handed-in", assignment: "task0" });
  expect(await screen.findByText(/You handed this task in from another tab/)).toBeTruthy();
  other.close();
  await user.click(screen.getByRole("button", { name: "Next task" }));
  expect(await screen.findByText("Second question?")).toBeTruthy();
  expect(rankings()).toEqual([]);
});

it("test_it_says_what_is_missing_instead_of_submitting", async () => {
  const user = await open();
  await user.keyboard("1{Control>}{Enter}{/Control}");
  expect(screen.getByText("Place B and C first.")).toBeTruthy();
  expect(rankings()).toEqual([]);
});

it("test_it_does_with_buttons_what_keys_do", async () => {
  const user = await open();
  const [first, second, third] = screen.getAllByRole("article");
  if (!first || !second || !third) throw new Error("Three answers are shown.");
  await user.click(within(first).getByRole("button", { name: "Rank 1" }));
  await user.click(within(second).getByRole("button", { name: "Tie with the one above" }));
  await user.click(within(third).getByRole("button", { name: "Rank 2" }));
  await user.click(within(third).getByRole("button", { name: "Move up" }));
  expect(labels()).toEqual([
    "Answer A, rank 2 of 3, tied with B",
    "Answer B, rank 2 of 3, tied with A",
    "Answer C, rank 1 of 3",
  ]);
});

it("test_it_keeps_a_submission_while_offline_and_sends_it_once_when_back", async () => {
  const user = await open();
  await user.keyboard("123");
  online = false;
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(await screen.findByText("1 waiting")).toBeTruthy();
  online = true;
  window.dispatchEvent(new Event("online"));
  await waitFor(() => expect(submitted).toEqual(["task0"]));
  expect(new Set(rankings().map(({ client_id }) => client_id)).size).toBe(1);
  expect(screen.queryByText("1 waiting")).toBeNull();
});

it("test_it_comes_back_to_a_draft_after_a_reload", async () => {
  const user = await open();
  await user.keyboard("31");
  await screen.findByText("saved");
  cleanup();
  await open();
  expect(labels()).toEqual(["Answer A, rank 3 of 3", "Answer B, rank 1 of 3", "Answer C, unplaced"]);
});

it("test_it_takes_a_submission_back_with_z_and_sends_the_change_as_another", async () => {
  const user = await open();
  await waitFor(() => expect(sent.filter(({ path }) => path.endsWith("/assignments"))).toHaveLength(2));
  await user.keyboard("123{Control>}{Enter}{/Control}");
  await waitFor(() => expect(rankings()).toHaveLength(1));
  await user.keyboard("z");
  expect(screen.getByText("First question?")).toBeTruthy();
  await user.keyboard("{Alt>}{ArrowDown}{/Alt}{Control>}{Enter}{/Control}");
  await waitFor(() => expect(rankings()).toHaveLength(2));
  expect(rankings().map(({ groups }) => groups[0])).toEqual([["a0"], ["b0"]]);
  expect(rankings()[0]?.client_id).not.toBe(rankings()[1]?.client_id);
  expect(rankings().map(({ revises }) => revises)).toEqual([0, 1]);
});

it("test_it_skips_only_with_a_reason", async () => {
  const user = await open();
  await user.keyboard("s");
  const dialog = await screen.findByRole("dialog", { name: "Skip this task" });
  const skip = within(dialog).getByRole("button", { name: "Skip" });
  expect(skip).toHaveProperty("disabled", true);
  expect(document.activeElement).toBe(within(dialog).getByLabelText("The prompt is unclear"));
  await user.click(within(dialog).getByLabelText("I cannot judge this"));
  await user.click(skip);
  await waitFor(() => expect(sent.some(({ path }) => path === "/api/assignments/task0/skip")).toBe(true));
});

it("test_it_opens_the_guidelines_with_their_version_and_hears_no_keys_behind_them", async () => {
  const user = await open();
  await user.keyboard("g");
  expect(await screen.findByText(/Version 7/)).toBeTruthy();
  await user.keyboard("1");
  expect(labels()[0]).toBe("Answer A, unplaced");
});

it("test_it_turns_single_keys_off_and_remembers", async () => {
  const user = await open();
  await user.keyboard("?");
  await user.click(await screen.findByRole("checkbox"));
  await user.click(screen.getByRole("button", { name: "Close" }));
  await user.keyboard("1");
  expect(labels()[0]).toBe("Answer A, unplaced");
  expect(localStorage.getItem("podium:single-keys")).toBe("off");
  localStorage.clear();
});

it("test_it_says_why_there_is_no_task", async () => {
  submitted = ["task1", "task2"];
  const user = await open();
  await user.keyboard("123{Control>}{Enter}{/Control}");
  expect(await screen.findByRole("heading", { name: "Everything here is ranked" })).toBeTruthy();
  expect(screen.getByText("Every task that is open to you has been ranked.")).toBeTruthy();
});

const scale = (key: string, label: string) => ({ key, label, help: "", low: "no", high: "yes", points: 5 });
const card = (place: number) => within(screen.getAllByRole("article")[place] as HTMLElement);

it("test_it_flags_rates_and_says_how_sure_by_keys_alone", async () => {
  asked = {
    criteria: [scale("helpful", "Helpful"), scale("honest", "Honest")],
    asks_confidence: true,
    allow_partial: true,
  };
  const user = await open();
  await user.keyboard("jf");
  const dialog = await screen.findByRole("dialog", { name: "Flag answer B" });
  expect(document.activeElement).toBe(within(dialog).getByLabelText(/Toxic/));
  await user.keyboard("16{Tab}");
  await user.type(within(dialog).getByLabelText("What else, if you like"), "shouts 2 much{Enter}");
  expect(card(1).getByRole("button", { name: "Answer B: toxic, something else" })).toBeTruthy();
  expect(screen.getByText("Answer B, toxic, something else")).toBeTruthy();
  await user.keyboard("kr45");
  expect(document.activeElement?.getAttribute("data-answer")).toBe("a0");
  expect(screen.getByText("Answer A, Honest: 5 of 5")).toBeTruthy();
  await user.keyboard("cc11");
  expect(screen.getByText("C stays out of this ranking.")).toBeTruthy();
  expect(screen.getByText(/C stays out of this ranking\. Submit with Control Enter/)).toBeTruthy();
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(rankings()).toHaveLength(1));
  expect(rankings()[0]).toMatchObject({
    groups: [["a0", "b0"]],
    flags: [
      { answer: "b0", flag: "toxic", note: "" },
      { answer: "b0", flag: "other", note: "shouts 2 much" },
    ],
    ratings: { a0: { helpful: 4, honest: 5 } },
    confidence: "fairly_sure",
  });
});

it("test_it_flags_and_rates_by_mouse_and_takes_both_back", async () => {
  asked = { criteria: [scale("helpful", "Helpful")] };
  const user = await open();
  const dot = () => card(2).getByRole("radio", { name: "5 of 5, yes" });
  await user.click(dot());
  expect(dot()).toHaveProperty("checked", true);
  await user.click(dot());
  expect(dot()).toHaveProperty("checked", false);
  await user.click(card(2).getByRole("button", { name: "Answer C: Flag" }));
  await user.click(await screen.findByLabelText(/Broken text/));
  await user.click(screen.getByRole("button", { name: /Done/ }));
  expect(card(2).getByRole("button", { name: "Answer C: broken text" })).toBeTruthy();
  await user.keyboard("z");
  expect(card(2).getByRole("button", { name: "Answer C: Flag" })).toBeTruthy();
});

it("test_it_wants_what_the_project_wants_before_it_submits", async () => {
  asked = { criteria: [scale("helpful", "Helpful")], criteria_required: true };
  const user = await open();
  await user.keyboard("123{Control>}{Enter}{/Control}");
  expect(screen.getByText("Rate A, B and C first: Helpful.")).toBeTruthy();
  await user.keyboard("r1{Control>}{Enter}{/Control}");
  expect(screen.getByText("Rate A and B first: Helpful.")).toBeTruthy();
  expect(rankings()).toEqual([]);
});

it("test_it_takes_flags_and_ratings_back_with_the_submission_and_keeps_them_in_the_draft", async () => {
  asked = { criteria: [scale("helpful", "Helpful")], asks_confidence: true };
  const user = await open();
  await waitFor(() => expect(sent.filter(({ path }) => path.endsWith("/assignments"))).toHaveLength(2));
  await user.keyboard("r3f5{Enter}c123");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(rankings()).toHaveLength(1));
  await user.keyboard("z");
  expect(card(0).getByRole("button", { name: "Answer A: broken text" })).toBeTruthy();
  expect(card(0).getByRole("radio", { name: "3 of 5" })).toHaveProperty("checked", true);
  await user.keyboard("c");
  await screen.findByText("saved");
  cleanup();
  submitted = [];
  await open();
  expect(screen.getByRole("button", { name: "Fairly sure", pressed: true })).toBeTruthy();
  expect(card(0).getByRole("radio", { name: "3 of 5" })).toHaveProperty("checked", true);
});

it("test_it_gives_a_list_of_ranks_where_buttons_would_be_too_many", async () => {
  asked = { answers: [..."abcdefgh"].map((id) => ({ id: `${id}0`, text: `Answer text ${id}` })) };
  const user = await open();
  await user.selectOptions(card(1).getByRole("combobox", { name: "Rank of answer B" }), "rank 8");
  expect(labels()[1]).toBe("Answer B, rank 8 of 8");
  await user.selectOptions(card(1).getByRole("combobox", { name: "Rank of answer B" }), "unplaced");
  expect(labels()[1]).toBe("Answer B, unplaced");
  expect(card(1).getByRole("button", { name: "Move up" })).toBeTruthy();
});
