import * as z from "zod/mini";
import { Measure } from "./measure";
import { useRead, useWrite } from "./query";
import { request } from "./request";

const Person = z.object({ id: z.string(), name: z.string(), is_scripted: z.boolean() });

export const Agreement = z.object({
  raw: Measure,
  alpha: Measure,
  alpha_ordinal: Measure,
  tau_b: Measure,
  kendall_w: Measure,
  pairs: z.number(),
  reason: z.string(),
});
export type Agreement = z.output<typeof Agreement>;

export const Forecast = z.object({
  open: z.number(),
  per_day: Measure,
  expected: z.nullable(z.string()),
  earliest: z.nullable(z.string()),
  latest: z.nullable(z.string()),
  reason: z.string(),
});
export type Forecast = z.output<typeof Forecast>;

const Window = z.object({ passed: z.number(), n: z.number(), since: z.string(), until: z.string() });

const Gate = z.object({
  gate: z.string(),
  title: z.string(),
  passing: z.string(),
  last: z.nullable(Window),
  before: z.nullable(Window),
  p: z.nullable(z.number()),
  alarm: z.string(),
  words: z.string(),
  look_at: z.string(),
});
export type Gate = z.output<typeof Gate>;

const Count = z.object({ at: z.string(), rankings: z.number() });

const Annotator = z.object({
  annotator: Person,
  paused: z.boolean(),
  excluded: z.boolean(),
  rankings: z.number(),
  recent: z.number(),
  median_active_ms: Measure,
  per_hour: Measure,
  gold: Measure,
  with_others: Measure,
  with_self: z.object({ share: Measure, tasks: z.number(), reason: z.string() }),
  position: z.object({
    share: Measure,
    earlier: z.number(),
    later: z.number(),
    p: z.nullable(z.number()),
  }),
  speed: z.nullable(z.object({ ms_a_word: z.number(), too_fast: Measure, stands_out: z.boolean() })),
});
export type Annotator = z.output<typeof Annotator>;

const Pair = z.object({ one: Person, other: Person, tasks: z.number(), agreement: Agreement });
export type Pair = z.output<typeof Pair>;

const Domain = z.object({
  domain: z.string(),
  rankings: z.number(),
  median_active_ms: Measure,
  per_hour: Measure,
  forecast: Forecast,
  agreement: Agreement,
});
export type Domain = z.output<typeof Domain>;

export const Board = z.object({
  rankings: z.number(),
  excluded: z.number(),
  gates: z.array(Gate),
  forecast: Forecast,
  median_active_ms: Measure,
  per_hour: Measure,
  by_hour: z.array(Count),
  by_day: z.array(Count),
  times: z.array(z.object({ from_s: z.number(), to_s: z.nullable(z.number()), rankings: z.number() })),
  agreement: Agreement,
  domains: z.array(Domain),
  pairs: z.array(Pair),
  speed: z.object({
    ms_a_word: z.nullable(z.number()),
    too_fast_below_ms_a_word: z.nullable(z.number()),
    n: z.number(),
    reason: z.string(),
  }),
  annotators: z.array(Annotator),
});
export type Board = z.output<typeof Board>;

export const BoardLook = z.object({
  computed_at: z.nullable(z.string()),
  seconds: z.nullable(z.number()),
  pending: z.boolean(),
  board: z.nullable(Board),
});
export type BoardLook = z.output<typeof BoardLook>;

const key = (project: string) => ["project", project, "board"];
const address = (project: string) => `/api/projects/${project}/board`;

export const useBoard = (project: string) =>
  useRead(key(project), () => request("GET", address(project), BoardLook), {
    every: (look) => (look?.pending ? 3_000 : 60_000),
  });

/** Have the board worked out anew, whatever its age. */
export const useRenewBoard = (project: string) =>
  useWrite(() => request("POST", address(project), BoardLook), [key(project)]);

export type Table =
  | "agreement"
  | "annotators"
  | "pairs"
  | "progress"
  | "gates"
  | "by_hour"
  | "by_day"
  | "times";

export const tableAddress = (project: string, table: Table, format: "csv" | "json"): string =>
  `${address(project)}/tables/${table}?format=${format}`;
