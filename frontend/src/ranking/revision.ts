import type { FoundRanking, LatestRanking } from "../api/getRanking";
import type { SavedDraft } from "./drafts";
import { CONFIDENCES, type Confidence, FLAG_KINDS, type FlagKind, type Marks } from "./marks";
import type { Task } from "./queue";

/** A task that is opened again: what is on the desk, and the revision that counts at present. */
export type Revising = Pick<FoundRanking, "outcome" | "ranking"> & { task: Task; isUnfinished: boolean };

/** Put a past task on the desk as it was left: an unfinished change goes before what the server has. */
export function revisingOf(found: FoundRanking, kept: SavedDraft | undefined, now: Date): Revising {
  const draft = kept ?? draftOfRanking(found.ranking, now);
  return {
    outcome: found.outcome,
    ranking: found.ranking,
    task: { assignment: found.assignment, draft },
    isUnfinished: kept !== undefined,
  };
}

/** Tell whether an unfinished change began from a revision that is no longer the latest. */
export const isOutdated = ({ task, ranking, isUnfinished }: Revising): boolean =>
  isUnfinished && (task.draft?.revises ?? 0) !== (ranking?.revision ?? 0);

function draftOfRanking(ranking: LatestRanking | null, now: Date): SavedDraft {
  return {
    slots: ranking?.groups ?? [],
    marks: marksOf(ranking),
    allBad: ranking?.all_bad ?? false,
    note: ranking?.note ?? "",
    activeMs: 0,
    startedAt: now.toISOString(),
    savedAt: now.getTime(),
    revises: ranking?.revision ?? 0,
  };
}

function marksOf(ranking: LatestRanking | null): Marks {
  const flags: Marks["flags"] = {};
  for (const { answer, flag, note } of ranking?.flags ?? [])
    if (isFlag(flag)) flags[answer] = [...(flags[answer] ?? []), { flag, note }];
  const confidence = ranking?.confidence ?? "";
  return {
    flags,
    ratings: ranking?.ratings ?? {},
    confidence: isConfidence(confidence) ? confidence : null,
  };
}

const isFlag = (name: string): name is FlagKind => FLAG_KINDS.some((kind) => kind === name);
const isConfidence = (name: string): name is Confidence => CONFIDENCES.some((step) => step === name);
