import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { CacheProvider, newCache } from "../api/query";
import { project } from "../testing/projects";
import { serve } from "../testing/serve";
import { AuditPage } from "./AuditPage";

afterEach(cleanup);

const entry = {
  id: 2,
  at: "2026-01-02T10:00:00Z",
  person: { id: "u", name: "Alice" },
  action: "pause",
  subject: "member",
  subject_id: "m",
  words: "paused Bob",
};
const choices = {
  people: [{ id: "u", name: "Alice" }],
  actions: ["create", "pause"],
  subjects: ["member", "project"],
};

it("test_it_shows_who_did_what_narrows_it_and_downloads_the_same", async () => {
  const sent = serve({
    "GET /api/projects/p/audit/choices": () => ({ body: choices }),
    "GET /api/projects/p/audit": ({ path }) => ({
      body: { next: null, results: path.includes("project") && path.includes("subject") ? [] : [entry] },
    }),
  });
  const user = userEvent.setup();
  render(
    <CacheProvider client={newCache()}>
      <AuditPage project={project()} />
    </CacheProvider>,
  );
  await screen.findByText("paused Bob");
  await screen.findByRole("option", { name: "Alice" });
  await user.selectOptions(screen.getByLabelText("Person"), "Alice");
  await user.selectOptions(screen.getByLabelText("Subject"), "project");
  await screen.findByText("Nothing like this has happened here.");
  const link = screen.getByRole("link", { name: "Download as CSV" });
  expect(link.getAttribute("href")).toBe("/api/projects/p/audit/download?person=u&subject=project");
  expect(sent.at(-1)?.path).toBe("/api/projects/p/audit?person=u&subject=project");
});
