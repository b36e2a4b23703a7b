import type { Setting } from "../api/getRunForms";

/** A setting as a person reads it; `usual` is its default where the run has another value. */
export type SettingRow = { name: string; label: string; value: string; usual: string | null };

/** Return the settings of a run in the order of its form; behind them those that the form does not know. */
export function settingRows(
  given: Record<string, unknown>,
  form: readonly Setting[],
  lineage: Record<string, unknown>,
): SettingRow[] {
  const known = form.filter(({ name }) => name in given);
  const others = Object.keys(given).filter((name) => known.every((setting) => setting.name !== name));
  return [
    ...known.map((setting) => rowOf(setting, given[setting.name], lineage)),
    ...others.map((name) => ({ name, label: name, value: valueWords(given[name]), usual: null })),
  ];
}

function rowOf(setting: Setting, value: unknown, lineage: Record<string, unknown>): SettingRow {
  const { name, label, kind, required } = setting;
  const isUsual = required || kind !== "" || valueWords(value) === valueWords(setting.default);
  const shown = modelName(lineage, name) ?? valueWords(value);
  return { name, label, value: shown, usual: isUsual ? null : valueWords(setting.default) };
}

/** Return the name of the model that a setting chose, as the lineage has it. */
function modelName(lineage: Record<string, unknown>, setting: string): string | null {
  const models = lineage.models as Record<string, unknown> | undefined;
  const model = models?.[setting] as Record<string, unknown> | undefined;
  return typeof model?.name === "string" ? model.name : null;
}

/** Return a setting's value as it would be typed. */
export function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join(", ") || "none";
  return value === null || value === undefined || value === "" ? "none" : String(value);
}
