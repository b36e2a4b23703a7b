import { letterOf } from "./words";

type Groups = readonly (readonly string[])[];

/** What a ranking says of two answers of which the solution finds one better. */
export type Outcome = "right" | "wrong" | "tied" | "leftOut";
export type Pair = { better: string; worse: string; outcome: Outcome };

/** Return every pair that the solution orders, its best answers first, with what the ranking says of it. */
export function pairsOf(solution: Groups, groups: Groups): Pair[] {
  const place = new Map(groups.flatMap((group, index) => group.map((answer) => [answer, index] as const)));
  return solution.flatMap((group, index) =>
    group.flatMap((better) =>
      solution
        .slice(index + 1)
        .flat()
        .map((worse) => ({ better, worse, outcome: outcomeOf(place.get(better), place.get(worse)) })),
    ),
  );
}

function outcomeOf(better: number | undefined, worse: number | undefined): Outcome {
  if (better === undefined || worse === undefined) return "leftOut";
  if (better === worse) return "tied";
  return better < worse ? "right" : "wrong";
}

/** Return {answer: the letter it was shown under}. */
export const lettersOf = (answers: readonly { id: string }[]): Map<string, string> => {
  const ids = answers.map(({ id }) => id);
  return new Map(ids.map((id) => [id, letterOf({ answers: ids, slots: [], ties: true }, id)]));
};
