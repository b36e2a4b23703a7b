import { type EvaluationRow, type Sample, useEvaluationRows } from "../api/listEvaluationRows";
import { Conversation } from "../ui/Conversation";
import { Markdown } from "../ui/Markdown";
import { MoreButton } from "../ui/MoreButton";
import { count, figure } from "../ui/numbers";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";

export function SideBySide({ evaluation }: { evaluation: string }) {
  const query = useEvaluationRows(evaluation);
  const rows = query.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <section className="section" aria-labelledby="side-by-side">
      <h2 id="side-by-side">Side by side</h2>
      {query.error && <Problem error={query.error} />}
      {query.isPending && <Waiting />}
      <div>
        {rows.map((row) => (
          <BothAnswers key={row.prompt_id} row={row} />
        ))}
      </div>
      <MoreButton query={query} />
    </section>
  );
}

function BothAnswers({ row }: { row: EvaluationRow }) {
  const messages = row.messages ?? [{ role: "user", content: row.prompt ?? "" }];
  return (
    <article className="sample">
      <Conversation messages={messages} />
      <div className="compare">
        <Side name="Reference" samples={row.reference} />
        <Side name="Policy" samples={row.policy} />
      </div>
    </article>
  );
}

function Side({ name, samples }: { name: string; samples: Sample[] }) {
  return (
    <div className="section">
      {samples.map((sample, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the answers of an evaluation never change
        <section key={index} className="sample-side">
          <div className="sample-head">
            <strong>{name}</strong>
            <span>{factsOf(sample)}</span>
          </div>
          <Markdown text={sample.text} />
        </section>
      ))}
    </div>
  );
}

function factsOf({ reward, gold, kl, tokens, ended }: Sample): string {
  const facts = [
    reward != null && `reward ${figure(reward)}`,
    gold != null && `gold ${figure(gold)}`,
    kl != null && `KL ${figure(kl)}`,
    tokens != null && count(tokens, "token"),
    ended === false && "cut",
  ];
  return facts.filter(Boolean).join(" · ");
}
