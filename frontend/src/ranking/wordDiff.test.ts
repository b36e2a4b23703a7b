import { expect, it } from "vitest";
import { countWords, diffWords, type Stretch } from "./wordDiff";

const without = (stretches: readonly Stretch[], kind: Stretch["kind"]) =>
  stretches.flatMap((stretch) => (stretch.kind === kind ? [] : [stretch.text])).join("");

const kinds = (before: string, after: string) =>
  diffWords(before, after).stretches.map(({ kind, text }) => [kind, text]);

it("test_it_marks_the_words_that_differ", () => {
  expect(kinds("Boil it with vinegar.", "Boil it with lemon juice.")).toEqual([
    ["same", "Boil it with "],
    ["removed", "vinegar"],
    ["added", "lemon juice"],
    ["same", "."],
  ]);
  expect(kinds("one two", "one two")).toEqual([["same", "one two"]]);
  expect(kinds("", "new")).toEqual([["added", "new"]]);
  expect(kinds("old", "")).toEqual([["removed", "old"]]);
  expect(kinds("", "")).toEqual([]);
});

it("test_it_keeps_words_of_every_script_whole", () => {
  expect(kinds("يحب القطة كثيرا", "يحب الكلب كثيرا")).toEqual([
    ["same", "يحب "],
    ["removed", "القطة"],
    ["added", "الكلب"],
    ["same", " كثيرا"],
  ]);
  expect(kinds("cafe\u0301 noir", "cafe noir")[0]).toEqual(["removed", "cafe\u0301"]);
});

it("test_it_gives_both_texts_back_whatever_they_are", () => {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  const text = () => Array.from({ length: next(40) }, () => "abcd"[next(4)]).join(" ");
  for (let round = 0; round < 300; round += 1) {
    const [before, after] = [text(), text()];
    for (const most of [0, 3, 600]) {
      const { stretches } = diffWords(before, after, most);
      expect(without(stretches, "added")).toBe(before);
      expect(without(stretches, "removed")).toBe(after);
    }
  }
});

it("test_it_finds_a_shortest_way", () => {
  const { stretches, complete } = diffWords("a b c a b b a", "c b a b a c");
  expect(complete).toBe(true);
  expect(countWords(stretches, "removed") + countWords(stretches, "added")).toBeLessThanOrEqual(7);
});

it("test_it_bounds_the_work_and_says_so", () => {
  const before = Array.from({ length: 100_000 }, (_, index) => `a${index}`).join(" ");
  const after = Array.from({ length: 100_000 }, (_, index) => `b${index}`).join(" ");
  const start = performance.now();
  const { stretches, complete } = diffWords(before, after);
  process.stdout.write(`two texts of a megabyte: ${Math.round(performance.now() - start)} ms\n`);
  expect(complete).toBe(false);
  expect(without(stretches, "added")).toBe(before);
});
