/** What each kind of run does, as a noun. */
export const VERB_WORDS: Record<string, string> = {
  sample: "sampling",
  reward: "reward model",
  ppo: "PPO",
  score: "scoring",
  evaluate: "evaluation",
};

export const verbWords = (verb: string): string => VERB_WORDS[verb] ?? verb;
