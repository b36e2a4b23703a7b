import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
import { Markdown } from "./Markdown";
import MarkdownBody from "./MarkdownBody";

// The typesetter refuses to work in a page without a doctype, and looks for one when it is loaded.
beforeAll(async () => {
  Object.defineProperty(document, "compatMode", { value: "CSS1Compat" });
  await Promise.all([import("./typesetter"), import("./highlighter")]);
}, 120_000);
afterEach(cleanup);

const PATIENCE = { timeout: 10_000 };
const LEADS_SOMEWHERE =
  "a, img, script, iframe, object, embed, form, input, style, link, svg, video, base, meta";

it.each([
  "[my bank](https://evil.example/login) ![cat](https://evil.example/pixel.gif)",
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "<div onclick='alert(1)'>\nblock\n</div>",
  "[run](javascript:alert(1)) <javascript:alert(1)> https://evil.example/auto www.evil.example me@evil.example",
  '[ref][r]\n\n[r]: https://evil.example/ref "title"',
  "<style>*{display:none}</style>\n\n<iframe src=//evil.example></iframe>",
  "[![img](//evil.example/a.png)](data:text/html,<script>alert(1)</script>)",
  "&lt;img src=x onerror=alert(1)&gt; &#60;script&#62;",
  "- [x] <svg/onload=alert(1)>\n\n| <img src=x> |\n|---|\n| [a](javascript:1) |",
])("test_it_makes_nothing_of_what_a_model_wrote_that_loads_leads_or_runs: %s", (text) => {
  const { container } = render(<MarkdownBody text={text} />);
  expect(container.querySelector(LEADS_SOMEWHERE)).toBeNull();
  const handlers = [...container.querySelectorAll("*")].flatMap((each) =>
    each.getAttributeNames().filter((name) => /^on|href|src/.test(name)),
  );
  expect(handlers).toEqual([]);
});

it("test_it_shows_addresses_images_and_markup_for_what_they_are", () => {
  const text = "[my bank](https://evil.example/login) ![cat](https://evil.example/p.gif) <b>bold</b> &copy;";
  const { container } = render(<MarkdownBody text={text} />);
  expect(container.textContent).toContain("my bank (https://evil.example/login)");
  expect(container.textContent).toMatch(/Image, not loaded.*cat.*from evil\.example/);
  expect(container.textContent).toContain("<b>bold</b> ©");
});

it("test_it_renders_lists_code_and_tables_and_gives_each_block_its_direction", () => {
  const text = "3. one\n4. שתיים\n\n`code`\n\n| a | b |\n|---|--:|\n| c | d |\n\n> quote\n\n- [x] done";
  const { container } = render(<MarkdownBody text={text} />);
  expect(container.querySelectorAll("ol[start='3'] > li[dir=auto]")).toHaveLength(2);
  expect(container.querySelector("code")?.textContent).toBe("code");
  expect([...container.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual(["c", "d"]);
  expect(container.querySelector("blockquote[dir=auto]")?.textContent).toBe("quote");
  expect(container.querySelector("ul > li")?.textContent).toContain("☑");
});

it("test_it_colours_code_of_a_known_language_and_leaves_the_rest", async () => {
  const text = "```python\ndef f(): return '<script>'\n```\n\n```nonsense\nx = 1\n```";
  const { container } = render(<MarkdownBody text={text} />);
  await waitFor(() => expect(container.querySelector(".hljs-keyword")?.textContent).toBe("def"), PATIENCE);
  expect(container.querySelector("script")).toBeNull();
  expect([...container.querySelectorAll("code")].map((code) => code.textContent)).toEqual([
    "def f(): return '<script>'",
    "x = 1",
  ]);
});

it("test_it_sets_maths", async () => {
  const { container } = render(<MarkdownBody text={"So $x^2$ holds."} />);
  await waitFor(() => expect(container.querySelector(".katex")).toBeTruthy(), PATIENCE);
});

it.each([
  "\\href{javascript:alert(1)}{click}",
  "\\url{https://evil.example}",
  "\\includegraphics[height=1em]{https://evil.example/p.png}",
  "\\htmlStyle{position:fixed}{x}",
  "\\htmlId{root}{x}",
  "\\def\\a{\\a\\a}\\a",
  "\\newcommand{\\b}{\\b\\b\\b}\\b",
  `${"{".repeat(900)}x${"}".repeat(900)}`,
  "\\rule{99999em}{99999em}",
  "\\unknown{",
])("test_it_trusts_no_formula: %s", async (tex) => {
  const { container } = render(<MarkdownBody text={`$${tex}$`} />);
  await waitFor(() => expect(container.querySelector(".katex, code")).toBeTruthy(), PATIENCE);
  await new Promise((done) => setTimeout(done, 100));
  expect(container.querySelector(LEADS_SOMEWHERE.replace(", svg", ""))).toBeNull();
  expect(container.querySelector("#root, [style*=fixed], [href], [src]")).toBeNull();
  const styles = [...container.querySelectorAll("[style]")].map((each) => each.getAttribute("style"));
  expect(styles.join()).not.toContain("99999em");
});

it("test_it_shows_an_answer_of_a_megabyte_in_full_as_it_was_written", () => {
  const text = "**word** ".repeat(120_000);
  const { container } = render(<Markdown text={text} />);
  expect(container.textContent).toContain(text);
  expect(screen.getByText(/shown as it was written/)).toBeTruthy();
});
