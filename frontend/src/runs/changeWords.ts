import { valueWords } from "./settingRows";

type Labelled = { name: string; label: string };

/** Return what a run does otherwise than the one it goes on from: "KL penalty 0.05 → 0.1, Steps 40 → 60". */
export const changeWords = (
  changes: Record<string, readonly [unknown, unknown]>,
  settings: readonly Labelled[],
): string =>
  Object.entries(changes)
    .map(([name, [before, now]]) => `${labelOf(name, settings)} ${valueWords(before)} → ${valueWords(now)}`)
    .join(", ");

const labelOf = (name: string, settings: readonly Labelled[]): string =>
  settings.find((setting) => setting.name === name)?.label ?? name;
