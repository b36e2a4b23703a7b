import { useState } from "react";
import { Markdown } from "../ui/Markdown";
import { figure } from "../ui/numbers";
import type { Samples } from "./runSeries";
import { type Shown, shownSamples } from "./samples";

type Props = { verb: string; samples: readonly Samples[] };

const TITLES: Record<string, string> = { reward: "Where people and the model disagree most, held out" };

/** Texts to look at: no curve shows what a model has learned to say. */
export function SampleTable({ verb, samples }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = samples[chosen ?? samples.length - 1] ?? samples.at(-1);
  if (!shown) return null;
  const rows = shownSamples(shown.rows);
  return (
    <section className="section" aria-labelledby="samples">
      <div className="section-head">
        <h2 id="samples">{TITLES[verb] ?? "Samples"}</h2>
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
      {rows.length === 0 && <p className="soft">None at this step.</p>}
      <div>
        {rows.map((row) => (
          <SampleRow key={`${row.prompt} ${row.sides[0]?.text}`} row={row} />
        ))}
      </div>
    </section>
  );
}

function SampleRow({ row }: { row: Shown }) {
  return (
    <article className="sample">
      <p dir="auto">
        <strong>{row.prompt}</strong> <span className="soft small">{row.domain}</span>
      </p>
      <div className="compare">
        {row.sides.map((side, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the texts of one step never change
          <section key={index} className="sample-side">
            <div className="sample-head">
              <strong>{side.name}</strong>
              <span>{side.facts}</span>
            </div>
            {side.text ? <Markdown text={side.text} /> : <p className="soft">no text</p>}
          </section>
        ))}
      </div>
    </article>
  );
}
