import type { Comparison } from "../api/getEvaluation";
import { signed } from "../ui/numbers";

export type Verdict = "better" | "worse" | "unclear" | "none";

/** Tell whether a change is one: its whole interval lies on one side of zero. */
export function verdictOf({ change, better }: Comparison): Verdict {
  if (better === "none" || !change || change.low === null || change.high === null) return "none";
  if (change.low <= 0 && change.high >= 0) return "unclear";
  return change.low > 0 === (better === "higher") ? "better" : "worse";
}

/** Say in one sentence what the comparison shows. */
export function sentenceOf(measures: Comparison[], prompts: number): string {
  const reward = measures.find((one) => one.name === "reward");
  const change = reward?.change;
  if (!reward || !change || change.value === null) return `Measured on ${prompts} held-out prompts.`;
  const interval = `${signed(change.value)} (${signed(change.low)} to ${signed(change.high)})`;
  const words: Record<Verdict, string> = {
    better: `On ${prompts} held-out prompts the learned reward rose by ${interval}.`,
    worse: `On ${prompts} held-out prompts the learned reward fell by ${interval}.`,
    unclear: `On ${prompts} held-out prompts the learned reward changed by ${interval}: too little to tell from none.`,
    none: `On ${prompts} held-out prompts the learned reward changed by ${interval}.`,
  };
  const gold = measures.find((one) => one.name === "gold");
  const warning =
    verdictOf(reward) === "better" && gold && verdictOf(gold) === "worse"
      ? " The gold score fell: the policy has learned to please the reward model."
      : "";
  return words[verdictOf(reward)] + warning;
}
