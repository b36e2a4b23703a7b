import { type FormEvent, useState } from "react";
import { type Review, useWithdraw } from "../api/reviews";
import { Field } from "../ui/Field";
import { errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { When } from "../ui/When";
import { orderWords } from "./letters";

type Props = { project: string; review: Review };

/** What reviewers have said of the task, the latest first; what counts can be withdrawn. */
export function Revisions({ project, review }: Props) {
  const [latest] = review.adjudications;
  if (!latest) return null;
  return (
    <section className="section" aria-labelledby="settled">
      <h2 id="settled">{latest.status === "given" ? "Settled" : "Settled before, and withdrawn"}</h2>
      <ol className="revisions">
        {review.adjudications.map((one) => (
          <li key={one.revision}>
            <strong>{one.status === "given" ? orderWords(review, one.groups) : "Withdrawn"}</strong> by{" "}
            {one.reviewer}, <When at={one.created_at} />
            <span className="subline">{one.reason}</span>
          </li>
        ))}
      </ol>
      {latest.status === "given" && (
        <Withdraw key={latest.revision} project={project} review={review} after={latest.revision} />
      )}
    </section>
  );
}

function Withdraw({ project, review, after }: Props & { after: number }) {
  const [reason, setReason] = useState("");
  const [id] = useState(() => crypto.randomUUID());
  const withdraw = useWithdraw(project, review.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    withdraw.mutate({ client_id: id, reason, after });
  };
  return (
    <details className="fold">
      <summary>Withdraw it</summary>
      <form className="form" onSubmit={submit} noValidate>
        {withdraw.error && <Problem error={withdraw.error} />}
        <Field
          label="Why is it withdrawn"
          help="The annotators' rankings count again."
          error={errorAt(withdraw.error, "reason")}
        >
          {(wiring) => (
            <input {...wiring} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
        <div className="actions">
          <button
            type="submit"
            className="button danger"
            disabled={withdraw.isPending || reason.trim() === ""}
          >
            Withdraw
          </button>
        </div>
      </form>
    </details>
  );
}
