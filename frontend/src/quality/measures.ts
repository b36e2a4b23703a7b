import type { Agreement } from "../api/getBoard";
import type { Measure } from "../api/measure";
import { measureWords, percent, type Style } from "../ui/numbers";

export type AgreementName = "raw" | "alpha" | "alpha_ordinal" | "tau_b" | "kendall_w";

export type AgreementKind = {
  words: string;
  help: string;
  style: Style;
  /** The value that agreeing by chance gives. */
  chance: number;
};

export const AGREEMENTS: Record<AgreementName, AgreementKind> = {
  raw: {
    words: "Same preference",
    help: "How often two people prefer the same of two answers, where neither calls it a tie. Half is chance.",
    style: "percent",
    chance: 0.5,
  },
  alpha: {
    words: "Alpha, pairs",
    help: "Krippendorff's alpha on better, worse or tied: 1 is full agreement, 0 is chance.",
    style: "number",
    chance: 0,
  },
  alpha_ordinal: {
    words: "Alpha, ranks",
    help: "Krippendorff's alpha on ranks: a miss by three ranks weighs more than a miss by one.",
    style: "number",
    chance: 0,
  },
  tau_b: {
    words: "Tau-b",
    help: "Kendall's tau-b of two people's rankings, the mean over tasks: 1 is the same order, −1 the opposite.",
    style: "number",
    chance: 0,
  },
  kendall_w: {
    words: "W",
    help: "Kendall's W of all who ranked a task, corrected for ties, the mean over tasks. With two people chance gives one half.",
    style: "number",
    chance: 0.5,
  },
};

export const AGREEMENT_WORDS = Object.fromEntries(
  Object.entries(AGREEMENTS).map(([name, kind]) => [name, kind.words]),
) as Record<AgreementName, string>;

export type Heat = { tone: "accent" | "warning" | "none"; strength: number };

/** Return how a cell of the heat map is coloured: from chance (nothing) to full agreement, below chance as a warning. */
export function heat(agreement: Agreement, name: AgreementName): Heat {
  const { value } = agreement[name];
  const { chance } = AGREEMENTS[name];
  if (value === null) return { tone: "none", strength: 0 };
  const strength = Math.min(1, Math.abs(value - chance) / (1 - chance));
  return { tone: value < chance ? "warning" : "accent", strength };
}

/** Return a value without its interval, for where there is no room. */
export function shortValue(measure: Measure, style: Style): string {
  if (measure.value === null) return "–";
  if (style === "percent") return percent(Math.round(measure.value * 100) / 100).replace(".0", "");
  return measureWords({ ...measure, low: null, high: null }, style).value;
}
