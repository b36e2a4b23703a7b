import type { Contest, ContestPoint, ContestRun } from "../api/listContests";
import type { Measure } from "../api/measure";
import { METHODS, verbWords } from "../runs/verbs";
import type { PlotWord } from "../ui/Plot";
import { linearScale, type Scale } from "../ui/ticks";

/** A gain at its distance: sqrt(KL), in which the reward of every method rises nearly in a line at first. */
export type Spot = { name: string; distance: number; gain: Measure & { value: number } };

export const methodName = ({ verb, figures }: ContestRun): string =>
  verb === "best_of_n" && figures.samples ? `best of ${figures.samples}` : verbWords(verb);

/** Return where the trained runs lie. Two runs of one method go by their names. */
export function spotsOf({ runs }: Contest): Spot[] {
  const trained = runs.filter(({ verb }) => verb !== "best_of_n");
  return trained.flatMap((run) => {
    const several = trained.filter(({ verb }) => verb === run.verb).length > 1;
    return spotAt(several ? run.name : methodName(run), run.figures.gain, run.figures.kl);
  });
}

/** Return the curve of best-of-n, from one answer on: of the run that drew the most, if there is one. */
export function curveOf({ runs }: Contest): Spot[] {
  const [longest] = runs.toSorted((one, other) => other.curve.length - one.curve.length);
  return (longest?.curve ?? []).flatMap(({ n, gain, kl }: ContestPoint) => spotAt(`best of ${n}`, gain, kl));
}

function spotAt(name: string, gain: Measure | null, kl: Measure | null): Spot[] {
  if (gain?.value == null || kl?.value == null) return [];
  // A measured KL can lie a little below zero by chance; nothing is nearer than the reference.
  return [{ name, distance: Math.sqrt(Math.max(0, kl.value)), gain: { ...gain, value: gain.value } }];
}

/** Return scales that hold every spot with its interval, and the reference at zero. */
export function scalesOf(spots: Spot[]): { x: Scale; y: Scale } {
  const farthest = Math.max(...spots.map(({ distance }) => distance), 0.1);
  const ends = spots.flatMap(({ gain }) => [gain.value, gain.low ?? gain.value, gain.high ?? gain.value]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const air = (high - low || 1) * 0.05;
  return { x: linearScale(0, farthest * 1.08), y: linearScale(low < 0 ? low - air : 0, high + air) };
}

const LINE = 0.08;
const NEAR = 0.3;

/** Return the names of spots beside them; one that would lie on another moves up. */
export function wordsOf(spots: Spot[], { x, y }: { x: Scale; y: Scale }): PlotWord[] {
  const placed: PlotWord[] = [];
  const upwards = spots.toSorted((one, other) => one.gain.value - other.gain.value);
  for (const { name, distance, gain } of upwards) {
    const word = { x: x.at(distance), y: y.at(gain.value), words: name };
    for (const other of placed)
      if (Math.abs(other.x - word.x) < NEAR) word.y = Math.max(word.y, Math.min(other.y + LINE, 1));
    placed.push(word);
  }
  return placed;
}

/** Return the methods that nobody has tried in a contest. */
export const missingMethods = ({ runs }: Contest): string[] =>
  METHODS.filter((method) => !runs.some(({ verb }) => verb === method));

/** Return what the reference earns: a trained run's figure, else that of one of many answers. */
export function referenceOf({ runs }: Contest): { reward: number; length: number | null } | null {
  const known = runs.filter(({ figures }) => figures.reward_before !== null);
  const run = known.find(({ verb }) => verb !== "best_of_n") ?? known[0];
  const reward = run?.figures.reward_before;
  return run && reward != null ? { reward, length: run.figures.length_before } : null;
}
