import type { Comparison } from "../api/getEvaluation";
import type { Measure } from "../api/measure";
import { count, signed, withInterval } from "../ui/numbers";

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
  const on = `n ${count(prompts, "held-out prompt")}`;
  if (!reward?.change || reward.change.value === null) return `Measured o${on}.`;
  const gold = measures.find((one) => one.name === "gold");
  const warning =
    verdictOf(reward) === "better" && gold && verdictOf(gold) === "worse"
      ? " The gold score fell: the policy has learned to please the reward model."
      : "";
  return `O${on} the learned reward ${moved(reward, reward.change)}.${warning}`;
}

function moved(reward: Comparison, change: Measure): string {
  if (change.low === null || change.high === null)
    return `changed by ${signed(change.value)}; that is too few to give an interval`;
  const by = withInterval(change, "signed");
  const verdict = verdictOf(reward);
  if (verdict === "better") return `rose by ${by}`;
  if (verdict === "worse") return `fell by ${by}`;
  return `changed by ${by}: too little to tell from none`;
}
