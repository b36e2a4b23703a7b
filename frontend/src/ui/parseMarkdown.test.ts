import { expect, it } from "vitest";
import { LONGEST_MARKDOWN } from "./longestMarkdown";
import { parseMarkdown, type Token } from "./parseMarkdown";

const inline = (text: string): Token[] => {
  const first = parseMarkdown(text)?.[0];
  return first && "tokens" in first ? (first.tokens ?? []) : [];
};
const maths = (text: string): unknown[] =>
  inline(text).flatMap((token) => (token.type === "math" && "text" in token ? [token.text] : []));

it.each([
  ["Then $x^2$ and $y$.", ["x^2", "y"]],
  ["Then \\(x_1\\) holds, and \\[y\\] too.", ["x_1", "y"]],
  ["In a line: $$a+b$$ done", ["a+b"]],
  ["It costs $5 and then $10 more.", []],
  ["From $5-$10, or $ 3 $.", []],
  ["A shell variable $HOME and another $PATH here", []],
  ["Escaped \\$5 and `$x$` in code", []],
])("test_it_finds_maths_and_leaves_prices_alone: %s", (text, expected) => {
  expect(maths(text)).toEqual(expected);
});

it.each(["$$\n\\frac{a}{b}\n$$", "\\[\n\\frac{a}{b}\n\\]"])(
  "test_it_finds_maths_in_its_own_block: %s",
  (text) => {
    expect(parseMarkdown(text)?.[0]).toMatchObject({ type: "math", text: "\\frac{a}{b}", display: true });
  },
);

it("test_it_leaves_a_text_that_is_too_long_or_nested_too_deeply_as_it_was_written", () => {
  expect(parseMarkdown("a ".repeat(LONGEST_MARKDOWN))).toBeNull();
  expect(parseMarkdown("> ".repeat(500))).toBeNull();
  expect(parseMarkdown("1. ".repeat(500))).toBeNull();
  expect(parseMarkdown(`${"a\n".repeat(3)}${" ".repeat(400)}- a`)).toBeNull();
});

it("test_it_stops_reading_words_when_its_time_is_up_and_loses_none", () => {
  let clock = 0;
  const tokens = parseMarkdown("**a**\n\n**b**\n\n**c**", () => {
    clock += 250;
    return clock;
  });
  const paragraphs = tokens?.filter((token) => token.type === "paragraph") as { tokens: Token[] }[];
  expect(paragraphs.map((each) => each.tokens[0]?.type)).toEqual(["strong", "text", "text"]);
  expect(paragraphs.map((each) => each.tokens[0]?.raw)).toEqual(["**a**", "**b**", "**c**"]);
});

const HOSTILE = [
  "a_b_",
  "**a *",
  "[",
  "![",
  "[a](<",
  "`a",
  "<",
  "<!--",
  "> ",
  "1. ",
  "~~a~",
  "$",
  "$a",
  "\\(",
  "$$",
  "|a",
  "&amp;",
  "*_",
];

it.each(HOSTILE)("test_it_reads_a_long_hostile_text_in_bounded_time: %s", (unit) => {
  const text = unit.repeat(Math.floor(LONGEST_MARKDOWN / unit.length));
  const lines = `${unit.repeat(100)}\n\n`.repeat(Math.floor(LONGEST_MARKDOWN / (unit.length * 100 + 2)));
  const start = performance.now();
  parseMarkdown(text);
  parseMarkdown(lines);
  const ms = Math.round(performance.now() - start);
  process.stdout.write(`${unit}: ${ms} ms\n`);
  expect(ms).toBeLessThan(10_000);
});
