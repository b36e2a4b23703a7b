import { expect, it } from "vitest";
import * as z from "zod/mini";
import { serve } from "../testing/serve";
import { getAll } from "./lists";
import { ApiError, request } from "./request";

const Thing = z.object({ id: z.string() });
const problem = async (asked: Promise<unknown>): Promise<ApiError> => {
  const error = await asked.catch((caught: unknown) => caught);
  if (!(error instanceof ApiError)) throw new Error("It did not fail with an ApiError.");
  return error;
};

it("test_it_sends_the_csrf_token_with_every_change", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: the server sets it this way too
  document.cookie = "csrftoken=abc123";
  const sent = serve({ "POST /api/things": () => ({ status: 201, body: { id: "1" } }) });
  expect(await request("POST", "/api/things", Thing, { name: "x" })).toEqual({ id: "1" });
  expect(sent[0]?.headers.get("X-CSRFToken")).toBe("abc123");
  expect(sent[0]?.body).toEqual({ name: "x" });
});

it("test_it_gives_the_servers_words_and_fields", async () => {
  const error = {
    code: "invalid",
    message: "B is missing.",
    hint: "Place it.",
    fields: [{ field: "groups", message: "B" }],
  };
  serve({ "POST /api/things": () => ({ status: 400, body: { error } }) });
  const caught = await problem(request("POST", "/api/things", Thing, {}));
  expect([caught.message, caught.hint, caught.fields.length, caught.temporary]).toEqual([
    "B is missing.",
    "Place it.",
    1,
    false,
  ]);
});

it("test_it_tells_a_closed_way_from_a_lasting_no", async () => {
  serve({
    "GET /api/gone": () => "offline",
    "GET /api/down": () => ({ status: 502, body: "<html>" }),
    "GET /api/stranger": () => ({ status: 404, body: null }),
  });
  const down = await problem(request("GET", "/api/down", Thing));
  const gone = await problem(request("GET", "/api/gone", Thing));
  const stranger = await problem(request("GET", "/api/stranger", Thing));
  expect([down.temporary, gone.temporary, stranger.temporary]).toEqual([true, true, false]);
  expect(gone.code).toBe("offline");
});

it("test_it_refuses_an_answer_of_another_shape", async () => {
  serve({ "GET /api/things": () => ({ body: { id: 7 } }) });
  expect((await problem(request("GET", "/api/things", Thing))).code).toBe("unreadable");
});

it("test_it_reads_a_list_whole_or_page_by_page", async () => {
  serve({
    "GET /api/whole": () => ({ body: [{ id: "1" }] }),
    "GET /api/paged": ({ path }) => ({
      body: path.includes("cursor")
        ? { next: null, results: [{ id: "2" }] }
        : { next: "http://other.example/api/paged?cursor=x", results: [{ id: "1" }] },
    }),
  });
  expect(await getAll("/api/whole", Thing)).toEqual([{ id: "1" }]);
  expect(await getAll("/api/paged", Thing)).toEqual([{ id: "1" }, { id: "2" }]);
});
