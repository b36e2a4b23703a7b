import * as z from "zod/mini";
import { Measure } from "./measure";

const Slice = z.object({ by: z.string(), name: z.string(), prompts: z.number(), accuracy: Measure });
export type Slice = z.output<typeof Slice>;

const Bin = z.object({ low: z.number(), high: z.number(), predicted: z.number(), observed: Measure });
export type ReliabilityBin = z.output<typeof Bin>;

const ScoreBin = z.object({ low: z.number(), high: z.number(), first: z.number(), others: z.number() });
export type ScoreBin = z.output<typeof ScoreBin>;

const Correlations = z.object({ pearson: Measure, spearman: Measure });

/** Everything a reward run measured of its model: what its measures.json holds, as far as the page shows it. */
export const Measures = z.object({
  version: z.literal(1),
  chose_weights: z.optional(z.boolean()),
  counts: z.object({
    prompts: z.number(),
    answers: z.number(),
    rankings: z.number(),
    annotators: z.number(),
    votes: z.number(),
  }),
  accuracy: Measure,
  slices: z.array(Slice),
  ceiling: z.nullable(z.object({ pairs: z.number(), people: Measure, model: Measure, best: Measure })),
  tau_b: Measure,
  top_1: Measure,
  top_1_by_chance: z.nullable(z.number()),
  calibration: z.object({
    ece: Measure,
    ece_by_chance: z.number(),
    log_loss: Measure,
    temperature: Measure,
    ece_scaled: Measure,
    log_loss_scaled: Measure,
    bins: z.array(Bin),
  }),
  length: z.object({
    pearson: Measure,
    spearman: Measure,
    within_prompt: Correlations,
    longer_wins: z.object({ people: Measure, model: Measure }),
    points: z.array(z.tuple([z.number(), z.number()])),
  }),
  distribution: z.object({
    answers: z.number(),
    mean: z.number(),
    deviation: z.number(),
    bins: z.array(ScoreBin),
  }),
});
export type Measures = z.output<typeof Measures>;

export type MeasureTable = "figures" | "slices" | "reliability" | "scores" | "lengths";

export const measuresAddress = (run: string): string => `/api/runs/${run}/measures`;

export const measureTableAddress = (run: string, table: MeasureTable, format: "csv" | "json"): string =>
  `${measuresAddress(run)}/tables/${table}?format=${format}`;
