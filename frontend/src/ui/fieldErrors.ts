import type { ApiError } from "../api/request";

/** Return what the server said about one field, or nothing. */
export const errorAt = (error: ApiError | null, field: string): string | undefined =>
  error?.fields.find((problem) => problem.field === field)?.message;

/** Tell whether everything the server complained about stands at one of these fields. */
export const allShown = (error: ApiError | null, fields: readonly string[]): boolean =>
  error !== null &&
  error.fields.length > 0 &&
  error.fields.every((problem) => fields.includes(problem.field));
