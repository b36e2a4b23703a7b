import type { Import } from "../api/imports";

export const NO_COUNTS = {
  rows: 0,
  prompts: 0,
  completions: 0,
  rankings: 0,
  tasks: 0,
  duplicates: 0,
  bad: 0,
};

export const importing = (change: Partial<Import> = {}): Import => ({
  id: "i",
  file_name: "prompts.jsonl",
  size: 1200,
  created_at: "2026-01-01T00:00:00Z",
  by: "Alice",
  removed_by: null,
  status: "draft",
  rows_total: 0,
  rows_done: 0,
  counts: NO_COUNTS,
  problem: "",
  problems: [],
  warnings: [],
  has_report: false,
  ...change,
});
