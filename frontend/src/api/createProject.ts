import type { Criterion } from "./criterion";
import { Project } from "./getProject";
import { useWrite } from "./query";
import { request } from "./request";

export type ProjectInput = {
  name: string;
  description: string;
  domains: string[];
  guidelines: string;
  k: number;
  k_min: number;
  k_max: number;
  overlap: number;
  allow_ties: boolean;
  allow_partial: boolean;
  asks_confidence: boolean;
  criteria: Criterion[];
  criteria_required: boolean;
  lease_minutes: number;
  quota_per_person: number | null;
  gold_share: number;
  repeat_share: number;
  practice_mark: number | null;
};

export const createProject = (input: ProjectInput) => request("POST", "/api/projects", Project, input);
export const useCreateProject = () => useWrite(createProject, [["projects"], ["me"]]);
