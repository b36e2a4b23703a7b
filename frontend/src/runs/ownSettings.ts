import * as z from "zod/mini";
import type { Setting } from "../api/getRunForms";

const Value = z.union([z.string(), z.number(), z.array(z.string())]);

/** Return the settings that may change, with what the run had as their default. */
export function ownSettings(
  settings: readonly Setting[],
  had: Record<string, unknown>,
  kept: readonly string[],
): Setting[] {
  return settings
    .filter(({ name }) => !kept.includes(name))
    .map((setting) => {
      const value = Value.safeParse(had[setting.name]);
      return value.success ? { ...setting, default: value.data } : setting;
    });
}
