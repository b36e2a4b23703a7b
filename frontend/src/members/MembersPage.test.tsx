import { cleanup, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeAll, expect, it } from "vitest";
import { CacheProvider, newCache } from "../api/query";
import { project } from "../testing/projects";
import { type Sent, serve } from "../testing/serve";
import { MembersPage } from "./MembersPage";

afterEach(cleanup);
beforeAll(() => {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
});

const bob = {
  id: "m-bob",
  user: { id: "u-bob", name: "Bob", email: "bob@example.org" },
  role: "annotator",
  is_scripted: false,
  paused_at: null as string | null,
};
const invite = {
  id: "i",
  role: "annotator",
  email: "",
  max_uses: 1,
  joined: [],
  state: "open",
  expires_at: "2027-01-01T00:00:00Z",
  created_at: "2026-01-01T00:00:00Z",
  created_by: "Alice",
};
const exclusion = {
  id: "x",
  annotator: { id: "u-bob", name: "Bob" },
  reason: "Clicks",
  seats_reopened: true,
  created_at: "2026-01-01T00:00:00Z",
  created_by: "Alice",
};

/** A server that remembers whether Bob is paused and left out. */
function open(): { sent: Sent[]; user: ReturnType<typeof userEvent.setup> } {
  let member = bob;
  let exclusions: (typeof exclusion)[] = [];
  const sent = serve({
    "GET /api/projects/p/practice": () => ({ body: { mark: null, tasks: 0, people: [] } }),
    "GET /api/projects/p/members": () => ({ body: [member] }),
    "GET /api/projects/p/exclusions": () => ({ body: exclusions }),
    "GET /api/projects/p/invites": () => ({ body: [invite] }),
    "POST /api/projects/p/invites": () => ({
      status: 201,
      body: { ...invite, link: "https://podium.example/join/secret" },
    }),
    "DELETE /api/projects/p/invites/i": () => ({ body: { ...invite, state: "revoked" } }),
    "POST /api/projects/p/members/m-bob/pause": ({ body }) => {
      const { paused } = body as { paused: boolean };
      member = { ...member, paused_at: paused ? "2026-01-01T00:00:00Z" : null };
      return { body: member };
    },
    "POST /api/projects/p/exclusions": () => {
      exclusions = [exclusion];
      return { status: 201, body: exclusion };
    },
    "DELETE /api/projects/p/exclusions/x": () => {
      exclusions = [];
      return { body: null };
    },
  });
  render(
    <CacheProvider client={newCache()}>
      <MembersPage project={project()} />
    </CacheProvider>,
  );
  return { sent, user: userEvent.setup() };
}

const written = (sent: Sent[]) =>
  sent.filter(({ method }) => method !== "GET").map(({ method, path, body }) => [method, path, body]);

it("test_it_pauses_and_resumes_a_member_and_says_so", async () => {
  const { sent, user } = open();
  await user.click(await screen.findByRole("button", { name: "Pause Bob" }));
  await screen.findByText("Bob is paused.");
  await user.click(await screen.findByRole("button", { name: "Resume Bob" }));
  await screen.findByText("Bob gets tasks again.");
  expect(written(sent).map(([, , body]) => body)).toEqual([{ paused: true }, { paused: false }]);
});

it("test_it_leaves_answers_out_with_a_reason_and_takes_them_in_again", async () => {
  const { sent, user } = open();
  await user.click(await screen.findByRole("button", { name: "Leave out answers of Bob" }));
  const dialog = within(await screen.findByRole("dialog"));
  const button = dialog.getByRole("button", { name: "Leave out" }) as HTMLButtonElement;
  expect(button.disabled).toBe(true);
  await user.type(dialog.getByLabelText("Reason"), "Clicks");
  await user.click(dialog.getByRole("checkbox"));
  await user.click(button);
  await user.click(await screen.findByRole("button", { name: "Take in again Bob" }));
  await screen.findByRole("button", { name: "Leave out answers of Bob" });
  expect(written(sent)).toEqual([
    ["POST", "/api/projects/p/exclusions", { annotator: "u-bob", reason: "Clicks", reopen_seats: true }],
    ["DELETE", "/api/projects/p/exclusions/x", null],
  ]);
});

it("test_it_makes_copies_and_revokes_a_link", async () => {
  const { sent, user } = open();
  await user.type(await screen.findByLabelText("Only for this e-mail"), "dora@example.org");
  await user.click(screen.getByRole("button", { name: "Make a link" }));
  await user.click(await screen.findByRole("button", { name: "Copy the link" }));
  await screen.findByText("Copied");
  expect(await navigator.clipboard.readText()).toBe("https://podium.example/join/secret");
  await user.click(screen.getByRole("button", { name: "Revoke the invitation for anybody" }));
  const asked = { role: "annotator", email: "dora@example.org", expires_in_days: 14, max_uses: 1 };
  expect(written(sent)).toEqual([
    ["POST", "/api/projects/p/invites", asked],
    ["DELETE", "/api/projects/p/invites/i", null],
  ]);
});
