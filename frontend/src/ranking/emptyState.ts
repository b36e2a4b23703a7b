import type { Nothing } from "./queue";

/** What an empty desk says, and the one thing to do about it. */
export type EmptyState = { title: string; words: string; next: "look" | "back" | "import" };

const STATES: Record<string, { title: string; next: EmptyState["next"] }> = {
  finished: { title: "Everything here is ranked", next: "back" },
  held: { title: "All open tasks are with others", next: "look" },
  quota: { title: "Your quota is reached", next: "back" },
  paused: { title: "This project is paused", next: "look" },
  member_paused: { title: "You are paused in this project", next: "back" },
};

export function emptyState({ reason, message }: Nothing, seats: number, canManage: boolean): EmptyState {
  if (reason === "finished" && seats === 0) return noTasks(canManage);
  const known = STATES[reason] ?? { title: "No task now", next: "look" as const };
  return { ...known, words: message };
}

const noTasks = (canManage: boolean): EmptyState => ({
  title: "No tasks in this project yet",
  words: canManage
    ? "Bring in prompts with two or more answers each, or let a model answer them: each becomes a task."
    : "Nothing has been brought in to rank so far. Look again later, or ask the project's owner.",
  next: canManage ? "import" : "look",
});
