import type { Level, Line } from "../ui/chartData";
import { duration, figure, percent } from "../ui/numbers";
import type { Curve, RunSeries } from "./runSeries";

export type Picture = {
  title: string;
  unit: string;
  lines: Line[];
  levels: Level[];
  note: string;
  xLabel?: string;
};

type Tone = Line["tone"];
const NOTHING: Curve = { x: [], y: [] };

/** Return the few pictures that tell whether a run is well. */
export function picturesOf(verb: string, series: RunSeries, settings: Record<string, unknown>): Picture[] {
  if (ONLINE.has(verb)) return ppoPictures(series, settings);
  if (verb === "sft" || verb === "dpo") return offlinePictures(series);
  if (verb === "best_of_n") return bestOfPictures(series);
  return verb === "reward" ? rewardPictures(series) : [];
}

/** The verbs that learn from answers they draw themselves. */
const ONLINE = new Set(["ppo", "rloo", "grpo"]);

function ppoPictures(series: RunSeries, settings: Record<string, unknown>): Picture[] {
  const bound = typeof settings.max_kl === "number" ? settings.max_kl : null;
  const kl = metric(series, "kl", "while training", "accent");
  const k3 = metric(series, "kl_k3", "its k3 estimate", "good");
  const heldKl = measure(series, "heldout_kl", "held out", "ink");
  const exact = measure(series, "heldout_kl_exact", "held out, whole vocabulary", "warning");
  return [
    rewardWhileTraining(series),
    {
      ...picture(
        "KL to the reference",
        "nats an answer",
        [kl, k3, heldKl, exact],
        nearBound(bound, [kl, heldKl]),
      ),
      note: bound === null ? "" : `The run stops when a step passes its bound of ${figure(bound)} nats.`,
    },
    heldOutReward(series),
    picture(
      "Second reward model",
      "its units, held out, 95 % interval",
      [measure(series, "heldout_second_reward", "policy", "accent")],
      reference(series, "heldout_second_reward"),
    ),
    picture(
      "Length",
      "tokens an answer",
      [
        metric(series, "length", "while training", "accent"),
        measure(series, "heldout_length", "held out", "ink"),
      ],
      reference(series, "heldout_length"),
    ),
  ];
}

function offlinePictures(series: RunSeries): Picture[] {
  return [
    picture("Loss", "nats", [metric(series, "loss", "mean of a step", "accent")]),
    picture("Accuracy", "share of pairs", [metric(series, "accuracy", "while training", "accent")], [CHANCE]),
    heldOutReward(series),
    picture("KL to the reference", "nats an answer", [measure(series, "heldout_kl", "held out", "ink")]),
  ];
}

/** The evaluations of best-of-n are counted by n where others are counted by steps. */
function bestOfPictures(series: RunSeries): Picture[] {
  const one = (title: string, unit: string, name: string) => ({
    ...picture(title, unit, [measure(series, name, "the best of n", "accent")]),
    xLabel: "n",
  });
  return [
    one("Expected reward of the best", "reward units, 95 % interval", "heldout_reward"),
    one("Gain over one answer", "reward units, 95 % interval", "heldout_reward_gain"),
    one("KL of choosing", "nats an answer", "heldout_kl"),
    one("Length of the best", "tokens", "heldout_length"),
  ];
}

function heldOutReward(series: RunSeries): Picture {
  return picture(
    "Held-out reward",
    "reward units, 95 % interval",
    [measure(series, "heldout_reward", "policy", "accent")],
    reference(series, "heldout_reward"),
  );
}

/** Draw every part of what answers earn, where the run tells them; else the reward as the model gives it. */
function rewardWhileTraining(series: RunSeries): Picture {
  const title = "Reward while training";
  if (!series.metrics.has("reward_earned"))
    return picture(
      title,
      "reward units",
      [metric(series, "reward", "mean of a step", "accent")],
      reference(series, "heldout_reward"),
    );
  return picture(title, "standard deviations of the reference's scores", [
    metric(series, "reward_standardised", "score", "accent"),
    metric(series, "missing_end_cost", "cost of no end", "good"),
    metric(series, "kl_cost", "cost of KL", "warning"),
    metric(series, "reward_earned", "earned", "ink"),
  ]);
}

function rewardPictures(series: RunSeries): Picture[] {
  return [
    picture("Loss", "nats", [
      metric(series, "loss", "train", "accent"),
      measure(series, "heldout_loss", "held out", "ink"),
    ]),
    picture(
      "Accuracy while training",
      "share of pairs",
      [metric(series, "accuracy", "train", "accent")],
      [CHANCE],
    ),
    picture(
      "Held-out accuracy",
      "share of pairs, 95 % interval",
      [measure(series, "heldout_accuracy", "held out", "accent")],
      [CHANCE],
    ),
    picture("Learning rate", "per step", [metric(series, "learning_rate", "learning rate", "accent")]),
  ];
}

const CHANCE: Level = { label: "chance", value: 0.5 };

/** Return the pictures for whoever wants to know why: losses, speed, memory. */
export function detailPictures(verb: string, series: RunSeries): Record<"losses" | "speed", Picture[]> {
  const one = (title: string, unit: string, names: [string, string][]) =>
    picture(
      title,
      unit,
      names.map(([name, label], index) => metric(series, name, label, TONES[index] ?? "ink")),
    );
  const losses =
    verb === "ppo"
      ? [
          one("Reward as the model gives it", "reward units", [["reward", "mean of a step"]]),
          one("Ensemble", "standard deviations of a member", [
            ["members_mean", "mean"],
            ["members_spread", "spread of the members"],
          ]),
          one("Repetition", "share of four-token runs seen before", [["repetition", "while training"]]),
          one("Losses", "", [
            ["policy_loss", "policy"],
            ["value_loss", "value"],
          ]),
          one("Clipped", "share of tokens", [
            ["clip_fraction", "policy"],
            ["value_clip_fraction", "value"],
          ]),
          one("Explained variance", "share", [["explained_variance", "value head"]]),
          one("Entropy", "nats a token", [["entropy", "policy"]]),
          one("Gradient norm", "", [["grad_norm", "before clipping"]]),
          one("Ended by itself", "share of answers", [["ended_share", "while training"]]),
        ]
      : [
          one("Gradient norm", "", [["grad_norm", "before clipping"]]),
          one("Entropy", "nats a token", [["entropy", "policy"]]),
          one("Repetition", "share of four-token runs seen before", [["repetition", "while training"]]),
          one("Margin of the better answer", "beta times nats", [["margin", "mean of a step"]]),
          one("Clipped", "share", [["clip_fraction", "policy"]]),
          one("Ended by itself", "share of answers", [["ended_share", "while training"]]),
        ];
  const speed = [
    secondsByPhase(series),
    one("Speed", "tokens a second", [["tokens_per_second", "all"]]),
    one("Memory", "MB", [["memory_mb", "peak"]]),
  ];
  return { losses: losses.filter(hasPoints), speed: speed.filter(hasPoints) };
}

const PHASES: [name: string, label: string, tone: Tone][] = [
  ["seconds_generate", "answering", "accent"],
  ["seconds_score", "scoring", "warning"],
  ["seconds_train", "learning", "good"],
  ["seconds_evaluate", "exams", "ink"],
  ["seconds_save", "checkpoints", "ink-soft"],
];

/** Draw where the time goes; exams are few and far between, so each is a point. */
function secondsByPhase(series: RunSeries): Picture {
  const lines = PHASES.map(([name, label, tone]) => {
    const line = metric(series, name, label, tone);
    return { ...line, points: line.points || name === "seconds_evaluate" };
  });
  return { ...picture("Seconds by phase", "s, each", lines), note: inAll(lines) };
}

/** Return how long each phase took in all, and its share of them. */
function inAll(lines: Line[]): string {
  const spent = lines
    .map(({ label, y }) => ({ label, seconds: sum(y) }))
    .filter(({ seconds }) => seconds > 0);
  const all = sum(spent.map(({ seconds }) => seconds));
  const words = spent.map(
    ({ label, seconds }) => `${label} ${duration(seconds * 1000)} (${percent(seconds / all)})`,
  );
  return words.length > 0 ? `In all: ${words.join(", ")}.` : "";
}

const sum = (values: (number | null)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

const TONES: Tone[] = ["accent", "warning", "good"];

export const hasPoints = (drawn: Picture): boolean => drawn.lines.some((line) => line.x.length > 0);

function picture(title: string, unit: string, lines: Line[], levels: Level[] = []): Picture {
  return { title, unit, lines: lines.filter((line) => line.x.length > 0), levels, note: "" };
}

function metric(series: RunSeries, name: string, label: string, tone: Tone): Line {
  const { x, y } = series.metrics.get(name) ?? NOTHING;
  return { label, tone, x, y, points: x.length < 3 };
}

function measure(series: RunSeries, name: string, label: string, tone: Tone): Line {
  const band = series.evaluations.get(name) ?? { ...NOTHING, low: [], high: [] };
  return { label, tone, points: true, ...band };
}

/** The measure at step 0 is that of the reference: the policy has not moved yet. */
function reference(series: RunSeries, name: string): Level[] {
  const band = series.evaluations.get(name);
  const value = band?.x[0] === 0 ? band.y[0] : null;
  return typeof value === "number" ? [{ label: "reference", value }] : [];
}

/** Return a picture without what lies before a step: a run that goes on from one measures the reference at step 0 again. */
export function since(drawn: Picture, step: number): Picture {
  return { ...drawn, lines: drawn.lines.map((line) => lineSince(line, step)) };
}

function lineSince(line: Line, step: number): Line {
  const first = line.x.findIndex((x) => x >= step);
  const rest = <T>(values: T[]): T[] => (first < 0 ? [] : values.slice(first));
  return {
    ...line,
    x: rest(line.x),
    y: rest(line.y),
    ...(line.low && line.high && { low: rest(line.low), high: rest(line.high) }),
  };
}

/** Draw the bound once the curve is within reach of it: drawn from the start it would flatten the curve. */
function nearBound(bound: number | null, lines: Line[]): Level[] {
  if (bound === null) return [];
  const highest = Math.max(0, ...lines.flatMap((line) => line.y.map((value) => value ?? 0)));
  return highest > bound / 3 ? [{ label: "bound", value: bound }] : [];
}
