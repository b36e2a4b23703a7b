import type { Message } from "../api/message";

/** How many turns of a conversation are shown before it is unfolded. */
export const LAST_TURNS = 3;

export type PromptParts = {
  /** What the model was told before the conversation. */
  readonly system: readonly string[];
  readonly turns: readonly Message[];
  /** How many of the turns are earlier ones. */
  readonly earlier: number;
};

/** Tell the system prompt from the conversation, and the earlier turns from the last ones. */
export function promptParts(messages: readonly Message[]): PromptParts {
  const start = messages.findIndex(({ role }) => role !== "system");
  const turns = start < 0 ? [] : messages.slice(start);
  const system = messages.slice(0, messages.length - turns.length).map(({ content }) => content);
  return { system, turns, earlier: Math.max(0, turns.length - LAST_TURNS) };
}
