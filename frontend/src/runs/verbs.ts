/** What each kind of run does, as a noun. */
export const VERB_WORDS: Record<string, string> = {
  sample: "sampling",
  reward: "reward model",
  ppo: "PPO",
  best_of_n: "best of n",
  sft: "SFT",
  dpo: "DPO",
  rloo: "RLOO",
  grpo: "GRPO",
  score: "scoring",
  evaluate: "evaluation",
};

export const verbWords = (verb: string): string => VERB_WORDS[verb] ?? verb;

/** The ways to make a model's answers better, which are compared with each other. */
export const METHODS = ["ppo", "best_of_n", "sft", "dpo", "rloo", "grpo"];
