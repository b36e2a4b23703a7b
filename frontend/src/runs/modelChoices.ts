import type { Model } from "../api/listModels";

export type Choice = { value: string; words: string };

/** Which kinds of model fit a setting: a policy can start from a base model as well. */
const FITTING: Record<string, string[]> = {
  model: ["base", "policy"],
  policy: ["policy", "base"],
  reward: ["reward"],
};

/** Return the models to choose from, the default first. A base model goes by its source, the rest by their id. */
export function modelChoices(kind: string, models: Model[], fallback: string): Choice[] {
  const fitting = FITTING[kind] ?? [];
  const choices = fitting.flatMap((type) =>
    models
      .filter((model) => model.type === type)
      .map((model) => ({ value: nameOf(model), words: model.name })),
  );
  const rest = choices.filter((choice) => choice.value !== fallback);
  const found = choices.find((choice) => choice.value === fallback);
  return fallback === "" ? choices : [found ?? { value: fallback, words: fallback }, ...rest];
}

const nameOf = (model: Model): string =>
  model.type === "base" && model.source ? model.source : `model:${model.id}`;
