/** The known rank of each answer as it is chosen; one that is missing is not chosen yet. */
export type Ranks = Readonly<Record<string, number>>;

export const ranksOf = (solution: string[][] | null): Ranks =>
  Object.fromEntries((solution ?? []).flatMap((group, place) => group.map((answer) => [answer, place + 1])));

/** One answer is known to be the best, and nothing is said of the others. */
export const bestOf = (answers: string[], best: string): Ranks =>
  Object.fromEntries(answers.map((answer) => [answer, answer === best ? 1 : 2]));

/** Return the groups, best first, or null until every answer has a rank and one is better than another. */
export function groupsOf(answers: string[], ranks: Ranks): string[][] | null {
  if (answers.some((answer) => ranks[answer] === undefined)) return null;
  const groups = [...new Set(answers.map((answer) => ranks[answer] ?? 0))]
    .sort((one, other) => one - other)
    .map((rank) => answers.filter((answer) => ranks[answer] === rank));
  return groups.length > 1 ? groups : null;
}
