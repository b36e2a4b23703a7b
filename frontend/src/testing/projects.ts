import type { Project } from "../api/getProject";

export const project = (change: Partial<Project> = {}): Project => ({
  id: "p",
  name: "Replies",
  description: "",
  status: "active",
  domains: ["helpful", "honest"],
  k: 4,
  overlap: 1,
  allow_ties: true,
  lease_minutes: 30,
  quota_per_person: null,
  gold_share: 0,
  is_demo: false,
  created_at: "2026-01-01T00:00:00Z",
  role: "owner",
  can: { manage: true, annotate: true, research: true, review: true },
  counts: { prompts: 0, completions: 0, tasks: 0, gold: 0, tasks_finished: 0, rankings: 0 },
  guidelines: { version: 1, text: "" },
  ...change,
});
