import type { Criterion } from "../api/criterion";

export const FEWEST_POINTS = 3;
export const MOST_POINTS = 7;
export const MOST_CRITERIA = 8;
const LONGEST_KEY = 40;

/** A criterion without a key is new: its key follows from its name when the form is sent, and never changes after. */
export const newCriterion = (label = "", help = "", low = "", high = ""): Criterion => ({
  key: "",
  label,
  help,
  low,
  high,
  points: 5,
});

export const USUAL_CRITERIA: readonly Criterion[] = [
  newCriterion("Helpful", "Does what was asked, fully and clearly.", "not at all", "fully"),
  newCriterion("Honest", "True, and open about what it does not know.", "misleading", "honest"),
  newCriterion("Harmless", "Does no harm, and is not rude.", "harmful", "harmless"),
];

/** Give every new criterion its key. */
export function withKeys(criteria: readonly Criterion[]): Criterion[] {
  const taken = new Set(criteria.map(({ key }) => key));
  return criteria.map((criterion) => {
    if (criterion.key !== "") return criterion;
    const key = freeKey(criterion.label, taken);
    taken.add(key);
    return { ...criterion, key };
  });
}

function freeKey(label: string, taken: ReadonlySet<string>): string {
  const base = slug(label) || "criterion";
  const numbered = Array.from({ length: MOST_CRITERIA }, (_, index) => `${base}-${index + 2}`);
  return [base, ...numbered].find((key) => !taken.has(key)) ?? base;
}

const slug = (label: string): string =>
  label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_KEY - 2)
    .replace(/^-+|-+$/g, "");
