import "fake-indexeddb/auto";
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { clear } from "idb-keyval";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Me } from "../api/getMe";
import { CacheProvider, newCache } from "../api/query";
import { serve } from "../testing/serve";
import { changeLanguage } from "../words/t";
import { OutboxProvider } from "./OutboxProvider";
import { RankPage } from "./RankPage";

const bob: Me = { id: "bob", email: "bob@example.org", name: "Bob", is_staff: false, projects: [] };

const assignment = {
  id: "task",
  project: { id: "p", name: "Replies" },
  domain: "helpful",
  prompt: { messages: [{ role: "user", content: "Which kettle?" }] },
  answers: ["a", "b", "c"].map((id) => ({ id, text: `Text ${id}` })),
  allow_ties: true,
  allow_partial: false,
  criteria: [],
  criteria_required: false,
  asks_confidence: true,
  lease_until: "2126-01-01T00:00:00Z",
  guideline_version: 1,
};
const mine = { today: 4, total: 40, project_total_seats: 100, project_filled_seats: 50 };
const nothing = { assignment: null, reason: "finished", message: "", retry_after_s: null, mine };

beforeEach(async () => {
  await clear();
  serve({
    "GET /api/projects/p": () => ({ status: 404, body: null }),
    "POST /api/projects/p/assignments": ({ body }) => ({
      body: (body as { held: string[] }).held.length > 0 ? nothing : { ...nothing, assignment, reason: "" },
    }),
  });
});

afterEach(async () => {
  cleanup();
  await changeLanguage("en");
});

it.each([
  ["en", "Submit", "Answer C, rank 2 of 3, tied with A. All answers are placed. Submit with Control Enter."],
  [
    "de",
    "Abschicken",
    "Antwort C, Rang 2 von 3, gleichauf mit A. Alle Antworten sind eingeordnet. Abschicken mit Steuerung Eingabe.",
  ],
  [
    "es",
    "Enviar",
    "Respuesta C, puesto 2 de 3, empatada con A. Todas las respuestas están colocadas. Envía con Control Intro.",
  ],
  ["zh", "提交", "回答 C，第 2 名，共 3 个，与 A 并列。所有回答都已定名次。按 Ctrl 加回车提交。"],
] as const)("test_it_is_ranked_and_read_out_in_%s", async (language, submit, said) => {
  await changeLanguage(language);
  render(
    <CacheProvider client={newCache()}>
      <OutboxProvider user={bob.id}>
        <RankPage project="p" me={bob} />
      </OutboxProvider>
    </CacheProvider>,
  );
  await screen.findByText("Which kettle?");
  await userEvent.setup().keyboard("212");
  expect(screen.getByText(said)).toBeTruthy();
  expect(screen.getByRole("button", { name: new RegExp(`^${submit}`) })).toBeTruthy();
  // What the model wrote is in no language that is known.
  expect(screen.getByText("Which kettle?").closest("[lang]")?.getAttribute("lang")).toBe("");
});
