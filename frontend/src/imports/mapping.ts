import type { Mapping } from "../api/imports";

/** Our fields that a column can be chosen for, and what they are called on the page. */
export const MAPPED_FIELDS = [
  ["prompt", "Prompt"],
  ["context", "Passages beside the prompt"],
  ["domain", "Domain"],
  ["external_id", "Id"],
  ["model", "Model of the answers"],
  ["priority", "Priority"],
] as const;

export const AS_NAMED = "as-named";
export const NOT_USED = "not-used";

/** Return what the choice for a field shows: a column, "as it is named", or "not used". */
export function chosenFor(mapping: Mapping, field: string): string {
  const column = mapping[field];
  if (column === null) return NOT_USED;
  return typeof column === "string" ? column : AS_NAMED;
}

/** Return the mapping with another choice for one field. */
export function withChoice(mapping: Mapping, field: string, choice: string): Mapping {
  const { [field]: _, ...rest } = mapping;
  if (choice === AS_NAMED) return rest;
  return { ...rest, [field]: choice === NOT_USED ? null : choice };
}

/** Return the columns that hold an answer each, or none where the file has them by our names. */
export function answerColumns(mapping: Mapping): string[] {
  const columns = mapping.completions;
  return Array.isArray(columns) ? columns : [];
}

/** Return the mapping with a column added to the answers, or taken from them; `all` gives their order. */
export function withAnswer(mapping: Mapping, all: string[], column: string, isIn: boolean): Mapping {
  const before = answerColumns(mapping);
  const after = all.filter((name) => (name === column ? isIn : before.includes(name)));
  const { completions: _, ...rest } = mapping;
  return after.length > 0 ? { ...rest, completions: after } : rest;
}
