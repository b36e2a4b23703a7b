import * as z from "zod/mini";

export const Scope = z.enum(["read", "label", "export", "manage"]);
export type Scope = z.output<typeof Scope>;

/** What each scope lets a token do, within what its owner may do. */
export const SCOPES: Record<Scope, string> = {
  read: "look at projects, progress, prompts, runs",
  label: "take tasks, rank and skip them",
  export: "freeze and download datasets",
  manage: "change projects, members, runs, tokens",
};
