import { del, delMany, get, keys, set, update } from "idb-keyval";
import * as z from "zod/mini";
import { Marks, noMarks } from "./marks";

const SavedDraft = z.object({
  slots: z.array(z.array(z.string())),
  allBad: z.boolean(),
  note: z.string(),
  marks: z._default(Marks, noMarks),
  activeMs: z.number(),
  startedAt: z.string(),
  savedAt: z.number(),
  /** The revision this changes: 0 for a past task without one, null for a new task. */
  revises: z._default(z.nullable(z.number()), null),
});
export type SavedDraft = z.output<typeof SavedDraft>;

const KEEP_MS = 30 * 24 * 3600 * 1000;
const PREFIX = "podium:draft:";
const keyOf = (user: string, assignment: string) => `${PREFIX}${user}:${assignment}`;

/** Return the draft of a task, or undefined where there is none or this browser keeps nothing. */
export async function readDraft(user: string, assignment: string): Promise<SavedDraft | undefined> {
  try {
    const parsed = SavedDraft.safeParse(await get(keyOf(user, assignment)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Keep a draft; false says that this browser would not. */
export const writeDraft = (user: string, assignment: string, draft: SavedDraft): Promise<boolean> =>
  kept(set(keyOf(user, assignment), draft));

/** Keep a draft unless another tab has kept one after `since`, when this page last read or kept it. */
export const writeDraftUnlessNewer = (
  user: string,
  assignment: string,
  draft: SavedDraft,
  since: number,
): Promise<boolean> =>
  kept(
    update<SavedDraft>(keyOf(user, assignment), (other) => (other && other.savedAt > since ? other : draft)),
  );

const kept = (writing: Promise<void>): Promise<boolean> =>
  writing.then(
    () => true,
    () => false,
  );

export const dropDraft = (user: string, assignment: string): Promise<void> =>
  del(keyOf(user, assignment)).catch(() => undefined);

/** Drop the drafts that nobody came back to. */
export async function dropOldDrafts(now: number): Promise<void> {
  const names = (await keys()).filter((key) => String(key).startsWith(PREFIX));
  const old: IDBValidKey[] = [];
  for (const name of names) {
    const parsed = SavedDraft.safeParse(await get(name));
    if (!parsed.success || now - parsed.data.savedAt > KEEP_MS) old.push(name);
  }
  await delMany(old);
}
