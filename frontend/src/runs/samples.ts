import * as z from "zod/mini";
import { count, figure, hundredths, signedHundredths } from "../ui/numbers";

/** One prompt of a sample table with the texts to hold beside each other. */
export type Shown = { prompt: string; domain: string; sides: Side[] };
export type Side = { name: string; text: string; facts: string };

const score = z.nullish(z.number());
type Score = number | null | undefined;
const Any = z.looseObject({ prompt: z.string(), domain: z.nullish(z.string()) });
const BeforeAfter = z.object({
  reference: z.nullish(z.string()),
  policy: z.string(),
  policy_name: z.nullish(z.string()),
  reward_reference: score,
  reward_policy: score,
  second_reference: score,
  second_policy: score,
  kl: score,
});
const Before = z.object({ reference: z.string(), reward_reference: score });
const Disagreement = z.object({
  preferred: z.string(),
  rejected: z.string(),
  score_preferred: score,
  score_rejected: score,
  votes: z.nullish(z.number()),
});
const Ranked = z.object({ answers: z.array(z.object({ text: z.string(), score, rank: score })) });
const Single = z.object({ text: z.string(), score });

/** Return what rows of any verb show; answers to one prompt that follow each other come together. */
export function shownSamples(rows: readonly Record<string, unknown>[]): Shown[] {
  const shown: Shown[] = [];
  for (const row of rows) {
    const named = Any.safeParse(row);
    const sides = sidesOf(row);
    if (!named.success || sides.length === 0) continue;
    const { prompt, domain } = named.data;
    const last = shown.at(-1);
    if (last?.prompt === prompt && sides.length === 1) last.sides.push(...sides);
    else shown.push({ prompt, domain: domain ?? "", sides });
  }
  return shown;
}

function sidesOf(row: Record<string, unknown>): Side[] {
  const change = BeforeAfter.safeParse(row);
  if (change.success) return beforeAfter(change.data);
  const before = Before.safeParse(row);
  if (before.success) return [referenceSide(before.data.reference, before.data.reward_reference, null)];
  const wrong = Disagreement.safeParse(row);
  if (wrong.success) return disagreement(wrong.data);
  const ranked = Ranked.safeParse(row);
  if (ranked.success)
    return ranked.data.answers.map((answer) => ({
      name: answer.rank == null ? "Answer" : `People: rank ${figure(answer.rank)}`,
      text: answer.text,
      facts: said("score", answer.score),
    }));
  const single = Single.safeParse(row);
  return single.success
    ? [{ name: "Answer", text: single.data.text, facts: said("score", single.data.score) }]
    : [];
}

function beforeAfter(row: z.output<typeof BeforeAfter>): Side[] {
  const { reward_reference: reward, second_reference: second, kl } = row;
  return [
    referenceSide(row.reference ?? "", reward, second),
    {
      name: row.policy_name ?? "Policy",
      text: row.policy,
      facts: joined([
        changed("reward", reward, row.reward_policy),
        changed("second", second, row.second_policy),
        likelier(kl),
      ]),
    },
  ];
}

const referenceSide = (text: string, reward: Score, second: Score): Side => ({
  name: "Reference",
  text,
  facts: joined([said("reward", reward), said("second", second)]),
});

/** Return by how much the policy says this very text rather than the reference does; its mean over texts is the KL. */
function likelier(nats: Score): string {
  if (nats == null) return "";
  return `${hundredths(Math.abs(nats))} nats ${nats < 0 ? "less likely" : "likelier"} than before`;
}

/** Return "reward 1.20 (+0.40)", the change only where there is something to compare with. */
function changed(name: string, before: Score, after: Score): string {
  const change = after != null && before != null ? ` (${signedHundredths(after - before)})` : "";
  return said(name, after) + change;
}

const joined = (facts: string[]): string => facts.filter((fact) => fact !== "").join(" · ");

function disagreement(row: z.output<typeof Disagreement>): Side[] {
  const votes = row.votes == null ? "" : `, ${count(row.votes, "vote")} more`;
  return [
    { name: `People prefer${votes}`, text: row.preferred, facts: said("score", row.score_preferred) },
    { name: "Model prefers", text: row.rejected, facts: said("score", row.score_rejected) },
  ];
}

const said = (name: string, value: Score): string => (value == null ? "" : `${name} ${hundredths(value)}`);
