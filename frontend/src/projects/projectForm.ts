import type { ProjectInput } from "../api/createProject";
import type { Criterion } from "../api/criterion";
import type { Project } from "../api/getProject";
import { withKeys } from "./criteriaForm";

/** The fields of the form as they are typed. */
export type ProjectDraft = {
  name: string;
  description: string;
  domains: string;
  guidelines: string;
  k: string;
  k_min: string;
  k_max: string;
  overlap: string;
  allow_ties: boolean;
  allow_partial: boolean;
  asks_confidence: boolean;
  criteria: Criterion[];
  criteria_required: boolean;
  lease_minutes: string;
  quota_per_person: string;
  gold_share: string;
  repeat_share: string;
  practice_mark: string;
};

export const newDraft: ProjectDraft = {
  name: "",
  description: "",
  domains: "helpful",
  guidelines: "",
  k: "4",
  k_min: "2",
  k_max: "16",
  overlap: "1",
  allow_ties: true,
  allow_partial: false,
  asks_confidence: false,
  criteria: [],
  criteria_required: false,
  lease_minutes: "30",
  quota_per_person: "",
  gold_share: "0",
  repeat_share: "0",
  practice_mark: "",
};

export const draftOf = (project: Project): ProjectDraft => ({
  name: project.name,
  description: project.description,
  domains: project.domains.join(", "),
  guidelines: project.guidelines.text,
  k: String(project.k),
  k_min: String(project.k_min),
  k_max: String(project.k_max),
  overlap: String(project.overlap),
  allow_ties: project.allow_ties,
  allow_partial: project.allow_partial,
  asks_confidence: project.asks_confidence,
  criteria: project.criteria,
  criteria_required: project.criteria_required,
  lease_minutes: String(project.lease_minutes),
  quota_per_person: project.quota_per_person === null ? "" : String(project.quota_per_person),
  gold_share: inPercent(project.gold_share ?? 0),
  repeat_share: inPercent(project.repeat_share ?? 0),
  practice_mark: project.practice_mark === null ? "" : inPercent(project.practice_mark),
});

export const inputOf = (draft: ProjectDraft): ProjectInput => ({
  name: draft.name.trim(),
  description: draft.description.trim(),
  domains: wordsOf(draft.domains),
  guidelines: draft.guidelines,
  k: Number(draft.k),
  k_min: Number(draft.k_min),
  k_max: Number(draft.k_max),
  overlap: Number(draft.overlap),
  allow_ties: draft.allow_ties,
  allow_partial: draft.allow_partial,
  asks_confidence: draft.asks_confidence,
  criteria: withKeys(draft.criteria),
  criteria_required: draft.criteria_required,
  lease_minutes: Number(draft.lease_minutes),
  quota_per_person: draft.quota_per_person.trim() === "" ? null : Number(draft.quota_per_person),
  gold_share: Number(draft.gold_share) / 100,
  repeat_share: Number(draft.repeat_share) / 100,
  practice_mark: draft.practice_mark.trim() === "" ? null : Number(draft.practice_mark) / 100,
});

/** Return what differs, so that a save touches nothing else: unchanged guidelines make no new version. */
export function changesOf(before: ProjectDraft, after: ProjectDraft): Partial<ProjectInput> {
  const [old, now] = [inputOf(before), inputOf(after)];
  const changed = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name as keyof ProjectInput]),
  );
  return Object.fromEntries(changed);
}

const inPercent = (share: number): string => String(Math.round(share * 1000) / 10);

const wordsOf = (text: string): string[] => [...new Set(text.split(/[,\s]+/).filter((word) => word !== ""))];
