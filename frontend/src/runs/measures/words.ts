import type { Measures, Slice } from "../../api/measures";
import { count, figure, fixed, measureWords, percent, withInterval } from "../../ui/numbers";

/** By what the accuracy can be taken apart, with what to look for. */
export const SLICINGS = {
  domain: { words: "Domain", help: "Where the model can be trusted, and where it is guessing." },
  annotator: {
    words: "Person",
    help: "How far it agrees with each person. One far below the others may judge by something else.",
  },
  rank_gap: {
    words: "Ranks apart",
    help: "Pairs that people put further apart are easier: a model that learned what they mean is surer of them.",
  },
  length: {
    words: "Length",
    help: "By the length of the answer people prefer. A model that leans to length is right where it is longer and wrong where it is shorter.",
  },
} as const;
export type Slicing = keyof typeof SLICINGS;

/** Return the ways there are to take these slices apart, in words. */
export const slicingsOf = (slices: Slice[]): Record<Slicing, string> =>
  Object.fromEntries(
    Object.entries(SLICINGS)
      .filter(([name]) => slices.some(({ by }) => by === name))
      .map(([name, { words }]) => [name, words]),
  ) as Record<Slicing, string>;

export function sliceName({ by, name }: Slice): string {
  if (by === "domain") return name || "no domain";
  if (by === "annotator") return name;
  if (by === "rank_gap") return `${name} ${name === "1" ? "rank" : "ranks"} apart`;
  return `preferred is ${name}`;
}

/** Return what the model was measured on. */
export function basis({ counts, chose_weights: chosen }: Measures): string {
  const by = counts.annotators > 0 ? ` by ${count(counts.annotators, "annotator")}` : "";
  return (
    `On ${count(counts.prompts, "prompt")} it never saw: ${count(counts.rankings, "ranking")}${by}, ` +
    `${count(counts.votes, "decided pair")}. Intervals are 95 %, over prompts.` +
    (chosen
      ? " The loss on these prompts chose which weights are kept, which flatters every figure a little."
      : "")
  );
}

/** Return what the reliability diagram says, in words. */
export function calibrationWords({ calibration }: Measures): string {
  const { ece, ece_by_chance: chance, temperature, ece_scaled: scaled } = calibration;
  const error = `Calibration error ${withInterval(ece, "percent")}; exact probabilities would show ${percent(chance)} on as many pairs.`;
  if (temperature.value === null)
    return `${error} No temperature fits: the scores are no better than chance here, or always right.`;
  const leans = temperature.value > 1 ? "over-confident" : "under-confident";
  const sure =
    temperature.low !== null && temperature.low <= 1 && (temperature.high === null || temperature.high >= 1);
  const verdict = sure ? "It cannot be told from a calibrated one" : `It is ${leans}`;
  const after =
    scaled.value === null
      ? ""
      : ` With the temperature of one half of the prompts, the other half's error is ${percent(scaled.value)}.`;
  return `${error} ${verdict}: a temperature of ${temperatureWords(temperature)} fits these pairs best.${after}`;
}

function temperatureWords(temperature: Measures["calibration"]["temperature"]): string {
  if (temperature.low === null) return figure(temperature.value);
  if (temperature.high === null) return `${figure(temperature.value)} (above ${figure(temperature.low)})`;
  return withInterval(temperature, "number");
}

/** Return what length has to do with the score, in words. */
export function lengthWords({ length }: Measures): string {
  const { people, model } = length.longer_wins;
  const { value, interval } = measureWords(length.within_prompt.spearman, "signed");
  const correlation = `Among the answers to one prompt, score and length correlate by ${value} (${interval}, Spearman).`;
  if (people.value === null || model.value === null) return correlation;
  return `${correlation} Of two answers people prefer the longer ${percent(people.value)} of the time, the model ${percent(model.value)}.`;
}

/** Return a round share without its zero: "80 %". */
export const roundPercent = (share: number): string => percent(share).replace(/[.,]0/, "");

/** Return a score with as many decimals as the axis needs. */
export const scoreText = (value: number): string => fixed(value, Number.isInteger(value) ? 0 : 1);
