import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { CacheProvider, newCache } from "../api/query";
import { project } from "../testing/projects";
import { type Sent, serve } from "../testing/serve";
import { ImportPage } from "./ImportPage";

const counts = { rows: 3, prompts: 2, completions: 8, rankings: 1, tasks: 2, duplicates: 1 };
const refusal = {
  code: "invalid",
  message: "1 line cannot be used; nothing was imported.",
  hint: "Mend it.",
  fields: [{ field: "prompt", line: 2, message: "The prompt has no text." }],
};

afterEach(cleanup);

function open(answer: (form: FormData) => { status: number; body: unknown }) {
  const sent = serve({
    "GET /api/projects/p/imports": () => ({ body: [] }),
    "POST /api/projects/p/imports": ({ body }: Sent) => answer(body as FormData),
  });
  render(
    <CacheProvider client={newCache()}>
      <ImportPage project={project()} />
    </CacheProvider>,
  );
  return sent;
}

const file = new File(['{"prompt": "x"}\n'], "prompts.jsonl");

it("test_it_shows_what_a_file_would_bring_before_anything_is_kept", async () => {
  const sent = open((form) => {
    const dryRun = form.get("dry_run") === "true";
    return { status: dryRun ? 200 : 201, body: { id: null, dry_run: dryRun, warnings: [], ...counts } };
  });
  const user = userEvent.setup();
  await user.upload(screen.getByLabelText("File to import"), file);
  const button = await screen.findByRole("button", { name: "Import 2 prompts" });
  const posts = () =>
    sent.filter(({ method }) => method === "POST").map(({ body }) => (body as FormData).get("dry_run"));
  expect(posts()).toEqual(["true"]);
  await user.click(button);
  expect(await screen.findByText(/2 prompts with 8 answers imported, 2 tasks made/)).toBeTruthy();
  expect(posts()).toEqual(["true", "false"]);
});

it("test_it_names_the_line_and_field_of_a_bad_file_and_offers_no_import", async () => {
  open(() => ({ status: 400, body: { error: refusal } }));
  await userEvent.setup().upload(screen.getByLabelText("File to import"), file);
  expect(await screen.findByText("The prompt has no text.")).toBeTruthy();
  expect(screen.getByRole("cell", { name: "2" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Import/ })).toBeNull();
});
