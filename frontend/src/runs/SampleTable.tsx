import { useState } from "react";
import * as z from "zod/mini";
import { Markdown } from "../ui/Markdown";
import { figure, signed } from "../ui/numbers";
import type { Samples } from "./runSeries";

const PolicySample = z.object({
  prompt: z.string(),
  domain: z.nullish(z.string()),
  reference: z.nullish(z.string()),
  policy: z.string(),
  reward_reference: z.nullish(z.number()),
  reward_policy: z.nullish(z.number()),
  kl: z.nullish(z.number()),
});
const RankedSample = z.object({
  prompt: z.string(),
  domain: z.nullish(z.string()),
  answers: z.array(z.object({ text: z.string(), score: z.nullish(z.number()), rank: z.nullish(z.number()) })),
});

type Props = { verb: string; samples: readonly Samples[] };

/** Texts to look at: no curve shows what a policy has learned to say. */
export function SampleTable({ verb, samples }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = samples[chosen ?? samples.length - 1] ?? samples.at(-1);
  if (!shown) return null;
  return (
    <section className="section" aria-labelledby="samples">
      <div className="section-head">
        <h2 id="samples">Samples</h2>
        {samples.length > 1 && (
          <label className="actions">
            <span className="field-label">Step</span>
            <select
              style={{ width: "auto" }}
              value={chosen ?? samples.length - 1}
              onChange={(event) => setChosen(Number(event.target.value))}
            >
              {samples.map((sample, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: samples are only ever added at the end
                <option key={index} value={index}>
                  {figure(sample.step)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div>
        {shown.rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of one step never change
          <SampleRow key={index} verb={verb} row={row} />
        ))}
      </div>
    </section>
  );
}

function SampleRow({ verb, row }: { verb: string; row: Record<string, unknown> }) {
  if (verb === "reward") {
    const ranked = RankedSample.safeParse(row);
    return ranked.success ? <Ranked {...ranked.data} /> : null;
  }
  const sample = PolicySample.safeParse(row);
  return sample.success ? <BeforeAfter {...sample.data} /> : null;
}

function BeforeAfter(sample: z.output<typeof PolicySample>) {
  const { reward_policy: after, reward_reference: before, kl } = sample;
  const change = after != null && before != null ? after - before : null;
  return (
    <article className="sample">
      <p dir="auto">
        <strong>{sample.prompt}</strong> <span className="soft small">{sample.domain}</span>
      </p>
      <div className="compare">
        <section className="sample-side">
          <div className="sample-head">
            <span>Reference</span>
            <span>
              reward <strong>{figure(before)}</strong>
            </span>
          </div>
          {sample.reference ? <Markdown text={sample.reference} /> : <p className="soft">not sampled</p>}
        </section>
        <section className="sample-side">
          <div className="sample-head">
            <span>Policy</span>
            <span>
              reward <strong>{figure(after)}</strong>
              {change !== null && ` (${signed(change)})`}
              {kl != null && ` · KL ${figure(kl)}`}
            </span>
          </div>
          <Markdown text={sample.policy} />
        </section>
      </div>
    </article>
  );
}

function Ranked({ prompt, domain, answers }: z.output<typeof RankedSample>) {
  const best = [...answers].sort((one, other) => (other.score ?? 0) - (one.score ?? 0));
  return (
    <article className="sample">
      <p dir="auto">
        <strong>{prompt}</strong> <span className="soft small">{domain}</span>
      </p>
      <div className="compare">
        {best.map((answer) => (
          <section key={answer.text} className="sample-side">
            <div className="sample-head">
              <span>
                score <strong>{figure(answer.score)}</strong>
              </span>
              {answer.rank != null && <span>people: rank {figure(answer.rank)}</span>}
            </div>
            <Markdown text={answer.text} />
          </section>
        ))}
      </div>
    </article>
  );
}
