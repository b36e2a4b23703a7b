import { expect, it } from "vitest";
import type { Project } from "../api/getProject";
import { project as newProject } from "../testing/projects";
import { type Made, nextStep } from "./nextStep";

const none: Made = { datasets: 0, rewardModels: 0, policies: 0, evaluations: 0 };
const project = (counts: Partial<Project["counts"]>, can: Partial<Project["can"]> = {}): Project => {
  const plain = newProject();
  return { ...plain, counts: { ...plain.counts, ...counts }, can: { ...plain.can, ...can } };
};

it("test_it_leads_from_prompts_to_the_comparison", () => {
  const ranked = project({ prompts: 9, tasks: 9, rankings: 9 });
  const way = [
    nextStep(project({}), none),
    nextStep(project({ prompts: 9 }), none),
    nextStep(project({ prompts: 9, tasks: 9 }), none),
    nextStep(ranked, none),
    nextStep(ranked, { ...none, datasets: 1 }),
    nextStep(ranked, { ...none, datasets: 1, rewardModels: 1 }),
    nextStep(ranked, { ...none, datasets: 1, rewardModels: 1, policies: 1 }),
    nextStep(ranked, { datasets: 1, rewardModels: 1, policies: 1, evaluations: 1 }),
  ];
  expect(way.map((step) => step?.path)).toEqual([
    "/import",
    "/runs/new?verb=sample",
    "/rank",
    "/datasets",
    "/runs/new?verb=reward",
    "/runs/new?verb=ppo",
    "/runs/new?verb=evaluate",
    "/evaluations",
  ]);
});

it("test_it_offers_bob_nothing_he_may_not_do", () => {
  expect(nextStep(project({}, { manage: false, research: false }), none)).toBeNull();
});
