import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import type { Import } from "../api/imports";
import { CacheProvider, newCache } from "../api/query";
import { importing, NO_COUNTS } from "../testing/imports";
import { project } from "../testing/projects";
import { type Sent, serve } from "../testing/serve";
import { ImportPage } from "./ImportPage";

afterEach(cleanup);

const counts = { ...NO_COUNTS, rows: 3, prompts: 2, completions: 8, tasks: 2, duplicates: 1 };
const preview = (change = {}) => ({
  shape: "own",
  title: "Prompts, with or without answers",
  columns: [
    { name: "question", sample: "Why?" },
    { name: "first", sample: "a" },
  ],
  mapping: { prompt: "question" },
  whole: true,
  counts,
  rows: [],
  problems: [],
  warnings: [],
  ...change,
});

function open(looked = preview(), start: { status?: number; body: unknown } | null = null) {
  let source: Import = importing();
  const sent = serve({
    "GET /api/projects/p/imports/i": () => ({ body: source }),
    "POST /api/projects/p/imports/i/preview": () => ({ body: looked }),
    "POST /api/projects/p/imports/i/start": () => {
      if (start) return start;
      source = importing({ status: "complete", counts });
      return { body: source };
    },
    "GET /api/projects/p/imports": () => ({ body: [] }),
    "POST /api/projects/p/imports/drafts": () => ({ status: 201, body: source }),
  });
  render(
    <CacheProvider client={newCache()}>
      <ImportPage project={project()} />
    </CacheProvider>,
  );
  return sent;
}

const file = new File(['{"question": "x"}\n'], "prompts.jsonl");
const started = (sent: Sent[]) => sent.filter(({ path }) => path.endsWith("/start")).map(({ body }) => body);

it("test_it_shows_what_a_file_would_bring_before_anything_is_kept", async () => {
  const sent = open();
  const user = userEvent.setup();
  await user.upload(screen.getByLabelText("File to import"), file);
  const button = await screen.findByRole("button", { name: "Import 2 prompts" });
  expect(screen.getByText("Prompts, with or without answers")).toBeTruthy();
  expect(started(sent)).toEqual([]);
  await user.click(button);
  expect(await screen.findByText(/2 prompts with 8 answers imported, 2 tasks made, 1 known/)).toBeTruthy();
  expect(started(sent)).toEqual([
    { mapping: { prompt: "question" }, domain: "", known: "skip", bad_lines: "refuse" },
  ]);
});

it("test_it_looks_again_with_another_column", async () => {
  const sent = open();
  const user = userEvent.setup();
  await user.upload(screen.getByLabelText("File to import"), file);
  await user.selectOptions(await screen.findByLabelText("Prompt"), "first");
  await screen.findByRole("button", { name: "Import 2 prompts" });
  const looks = sent.filter(({ path }) => path.endsWith("/preview")).map(({ body }) => body);
  expect(looks[0]).toEqual({ guess: true });
  expect(looks.at(-1)).toMatchObject({ mapping: { prompt: "first" } });
});

it("test_it_names_the_line_and_field_of_a_bad_file_and_offers_no_import", async () => {
  const problems = [{ line: 2, field: "prompt", message: "The prompt has no text." }];
  open(preview({ problems, counts: { ...counts, bad: 1 } }));
  await userEvent.setup().upload(screen.getByLabelText("File to import"), file);
  expect(await screen.findByText("The prompt has no text.")).toBeTruthy();
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Import 2 prompts" });
  expect(button.disabled).toBe(true);
});
