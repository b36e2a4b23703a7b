import * as z from "zod/mini";
import type { Criterion } from "../api/criterion";
import { t } from "../words/t";

/** What can be wrong with one answer. */
export const FLAG_KINDS = ["toxic", "untrue", "not_grounded", "names_model", "broken", "other"] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];
export const LONGEST_FLAG_NOTE = 500;

export const CONFIDENCES = ["unsure", "fairly_sure", "sure"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

const FlagMark = z.object({ flag: z.enum(FLAG_KINDS), note: z.string() });
export type FlagMark = z.output<typeof FlagMark>;

/** What a person says of single answers and of their own judgement, beside the order; by the answer's id. */
export const Marks = z.object({
  flags: z.record(z.string(), z.array(FlagMark)),
  ratings: z.record(z.string(), z.record(z.string(), z.number())),
  confidence: z.nullable(z.enum(CONFIDENCES)),
});
export type Marks = Readonly<z.output<typeof Marks>>;

export const noMarks: Marks = { flags: {}, ratings: {}, confidence: null };

export const isUnmarked = ({ flags, ratings, confidence }: Marks): boolean =>
  confidence === null && [flags, ratings].every((all) => Object.values(all).every(isBare));

export const flagsOf = (marks: Marks, answer: string): readonly FlagMark[] => marks.flags[answer] ?? [];

export const pointOf = (marks: Marks, answer: string, criterion: string): number | null =>
  marks.ratings[answer]?.[criterion] ?? null;

/** Say what an answer is flagged as: "toxic, untrue". */
export const sayFlags = (marks: readonly FlagMark[]): string =>
  marks.map(({ flag }) => t(`ranking.flags.said.${flag}`)).join(t("ui.comma"));

export const sayConfidence = (step: Confidence): string => t(`ranking.confidence.steps.${step}`);

export function withFlags(marks: Marks, answer: string, flags: readonly FlagMark[]): Marks {
  const kept = flags.map(({ flag, note }) => ({ flag, note: note.trim() }));
  return isSame(kept, flagsOf(marks, answer))
    ? marks
    : { ...marks, flags: { ...marks.flags, [answer]: kept } };
}

/** Give an answer a point on a criterion; null takes it back. */
export function withPoint(marks: Marks, answer: string, criterion: string, point: number | null): Marks {
  if (pointOf(marks, answer, criterion) === point) return marks;
  const { [criterion]: _, ...others } = marks.ratings[answer] ?? {};
  const rated = point === null ? others : { ...others, [criterion]: point };
  return { ...marks, ratings: { ...marks.ratings, [answer]: rated } };
}

export const withConfidence = (marks: Marks, confidence: Confidence | null): Marks =>
  marks.confidence === confidence ? marks : { ...marks, confidence };

/** Return the step of confidence after this one, going round by way of none. */
export function nextConfidence(confidence: Confidence | null): Confidence | null {
  const steps = [null, ...CONFIDENCES];
  return steps[steps.indexOf(confidence) + 1] ?? null;
}

/** Return the marks as the API takes them, without what today's criteria do not ask for. */
export function marksInput({ flags, ratings, confidence }: Marks, criteria: readonly Criterion[]) {
  const asked = (rated: Record<string, number>) =>
    Object.entries(rated).filter(([key, point]) =>
      criteria.some((criterion) => criterion.key === key && point <= criterion.points),
    );
  return {
    flags: Object.entries(flags).flatMap(([answer, marks]) => marks.map((mark) => ({ answer, ...mark }))),
    ratings: Object.fromEntries(
      Object.entries(ratings).map(([answer, rated]) => [answer, Object.fromEntries(asked(rated))]),
    ),
    confidence: confidence ?? ("" as const),
  };
}

/** Return the first of these answers that is marked otherwise in the one than in the other. */
export const changedAnswer = (one: Marks, other: Marks, answers: readonly string[]): string | undefined =>
  answers.find(
    (answer) =>
      !isSame(flagsOf(one, answer), flagsOf(other, answer)) ||
      !isSame(one.ratings[answer] ?? {}, other.ratings[answer] ?? {}),
  );

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const isBare = (value: object): boolean => Object.keys(value).length === 0;
