import { t } from "../words/t";
import type { Nothing } from "./queue";

/** What an empty desk says, and the one thing to do about it. */
export type EmptyState = { title: string; words: string; next: "look" | "back" | "import" | "practise" };

/** What is known of the project, for the reasons to be said closely. */
export type ProjectFacts = {
  /** All the rankings that the project asks for. */
  seats: number;
  canManage: boolean;
  isArchived: boolean;
  quota: number | null;
};

const STATES = {
  finished: { name: "finished", next: "back" },
  held: { name: "held", next: "look" },
  holding: { name: "holding", next: "look" },
  quota: { name: "quota", next: "back" },
  paused: { name: "paused", next: "look" },
  archived: { name: "archived", next: "back" },
  member_paused: { name: "memberPaused", next: "back" },
  practice: { name: "practice", next: "practise" },
} as const;

/** Say it in the language of the interface where the reason is known, else in the server's own words. */
export function emptyState({ reason, message }: Nothing, facts: ProjectFacts): EmptyState {
  if (reason === "finished" && facts.seats === 0) return noTasks(facts.canManage);
  const known = reason === "paused" && facts.isArchived ? "archived" : reason;
  if (!isKnown(known)) return { title: t("ranking.nothing.unknown.title"), words: message, next: "look" };
  const { name, next } = STATES[known];
  return { title: t(`ranking.nothing.${name}.title`), words: wordsOf(name, facts.quota), next };
}

const isKnown = (reason: string): reason is keyof typeof STATES => Object.hasOwn(STATES, reason);

function wordsOf(name: (typeof STATES)[keyof typeof STATES]["name"], quota: number | null): string {
  if (name !== "quota") return t(`ranking.nothing.${name}.words`);
  return quota === null
    ? t("ranking.nothing.quota.wordsUncounted")
    : t("ranking.nothing.quota.words", { count: quota });
}

const noTasks = (canManage: boolean): EmptyState => ({
  title: t("ranking.nothing.empty.title"),
  words: t(canManage ? "ranking.nothing.empty.wordsForOwner" : "ranking.nothing.empty.words"),
  next: canManage ? "import" : "look",
});
