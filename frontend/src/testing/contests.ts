import type { Contest, ContestRun } from "../api/listContests";
import type { Measure } from "../api/measure";

export const measured = (value: number): Measure => ({ value, low: value - 0.5, high: value + 0.5, n: 24 });

type Change = Partial<Omit<ContestRun, "figures">> & { figures?: Partial<ContestRun["figures"]> };

/** A run of a method: unmeasured, unless its figures are given. */
export const contestRun = (verb: string, { figures, ...change }: Change): ContestRun => ({
  id: verb,
  name: `${verb} run`,
  verb,
  status: "completed",
  figures: {
    reward_before: null,
    reward_after: null,
    gain: null,
    kl: null,
    length_before: null,
    length_after: null,
    steps: null,
    optimizer_steps: null,
    samples: null,
    seconds: null,
    attempts: 1,
    from_step: null,
    ...figures,
  },
  curve: [],
  ...change,
});

export const contest = (runs: ContestRun[]): Contest => ({
  dataset: { id: "d", name: "First", version: 1 },
  domains: null,
  model: { id: "m", name: "Base" },
  reward_model: { id: "r", name: "Reward model 1" },
  exam: { max_new_tokens: 48, temperature: 1 },
  request: { dataset: "d", settings: { model: "model:m", reward_model: "model:r", max_new_tokens: 48 } },
  runs,
});
