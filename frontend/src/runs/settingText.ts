import type { Setting } from "../api/getRunForms";

export const defaultText = (setting: Setting): string =>
  Array.isArray(setting.default) ? setting.default.join("\n") : String(setting.default ?? "");

/** Several texts in one field stand one a line. */
export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Return what is wrong with a typed value, or nothing: the server's own checks say the rest. */
export function problemWith(setting: Setting, text: string): string | undefined {
  if (text.trim() === "") return setting.required ? "must be given" : undefined;
  if (isText(setting)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return "must be a number";
  if (setting.type === "integer" && !Number.isInteger(value)) return "must be a whole number";
  const { low, high } = setting;
  if (low !== null && value < low) return `must be at least ${low}`;
  return high !== null && value > high ? `must be at most ${high}` : undefined;
}

/** Return the values to send: an empty field is left to its default. */
export function valuesOf(
  settings: Setting[],
  texts: Record<string, string>,
): Record<string, string | number | string[]> {
  const given = settings.flatMap((setting) => {
    const text = (texts[setting.name] ?? defaultText(setting)).trim();
    return text === "" ? [] : [[setting.name, valueToSend(setting, text)] as const];
  });
  return Object.fromEntries(given);
}

function valueToSend(setting: Setting, text: string): string | number | string[] {
  if (setting.type === "texts") return linesOf(text);
  return setting.type === "text" ? text : Number(text);
}

const isText = (setting: Setting): boolean => setting.type === "text" || setting.type === "texts";
