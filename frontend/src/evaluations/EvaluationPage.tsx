import type { Evaluation } from "../api/getEvaluation";
import { useSendToLabelling } from "../api/sendToLabelling";
import { Link } from "../app/navigation";
import { count } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { exactly } from "../ui/times";
import { ComparisonTable } from "./ComparisonTable";
import { SideBySide } from "./SideBySide";
import { sentenceOf } from "./verdict";

/** Before and after, on prompts the policy never trained on. */
export function EvaluationPage({ evaluation }: { evaluation: Evaluation }) {
  const { reference, policy, reward_model: rewardModel, run } = evaluation;
  return (
    <>
      <PageHead title={evaluation.name || "Evaluation"} actions={<SendButton evaluation={evaluation} />}>
        <p className="soft">
          {policy?.name ?? "The policy"} beside {reference ?? "its reference"}
          {rewardModel && `, scored by ${rewardModel.name}`} · {exactly(evaluation.created_at)}
          {run && (
            <>
              {" "}
              · <Link to={`/runs/${run.id}`}>its run</Link>
            </>
          )}
        </p>
      </PageHead>
      <p className="sentence">{sentenceOf(evaluation.measures, evaluation.prompts)}</p>
      <section className="section" aria-labelledby="measures">
        <h2 id="measures">Before and after</h2>
        <ComparisonTable label="Before and after" measures={evaluation.measures} />
        <p className="soft small">
          Intervals are 95 %, by bootstrap over prompts. A change is called one only when its interval leaves
          zero out.
        </p>
      </section>
      {(evaluation.by_domain ?? []).length > 1 && (
        <section className="section" aria-labelledby="by-domain">
          <h2 id="by-domain">By domain</h2>
          {evaluation.by_domain?.map(({ domain, measures }) => (
            <div key={domain} className="section">
              <h3>{domain}</h3>
              <ComparisonTable label={domain} measures={measures} />
            </div>
          ))}
        </section>
      )}
      <SideBySide evaluation={evaluation.id} />
    </>
  );
}

function SendButton({ evaluation }: { evaluation: Evaluation }) {
  const send = useSendToLabelling(evaluation.id);
  if (send.data)
    return (
      <p role="status">
        {count(send.data.tasks, "task")} sent.{" "}
        <Link to={`/projects/${evaluation.project.id}/rank`}>Rank them blind</Link>
      </p>
    );
  return (
    <>
      {send.error && <Problem error={send.error} />}
      <button
        type="button"
        className="button primary"
        disabled={send.isPending}
        onClick={() => send.mutate(undefined)}
      >
        Send to labelling
      </button>
    </>
  );
}
