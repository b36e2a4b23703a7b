import { expect, it } from "vitest";
import { importing } from "../testing/imports";
import { importSentence } from "./importWords";

it("test_it_says_how_an_import_stands", () => {
  const checking = importing({ status: "running", rows_total: 3000 });
  expect(importSentence(checking)).toBe("Checking every line, 3,000 so far.");
  expect(importSentence({ ...checking, rows_done: 2000 })).toBe("2,000 of 3,000 lines are in.");
  expect(importSentence(importing({ status: "failed", problem: "Line 3 is bad." }))).toBe("Line 3 is bad.");
  const counts = { rows: 4, prompts: 2, completions: 8, rankings: 0, tasks: 2, duplicates: 1, bad: 0 };
  expect(importSentence(importing({ status: "complete", counts }))).toBe(
    "2 prompts with 8 answers imported, 2 tasks made, 1 known already.",
  );
});
