import { type FormEvent, useState } from "react";
import { type Review, useWithdraw } from "../api/reviews";
import { Field } from "../ui/Field";
import { errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { When } from "../ui/When";
import { Rich } from "../words/Rich";
import { t } from "../words/t";
import { orderWords } from "./letters";

type Props = { project: string; review: Review };

/** What reviewers have said of the task, the latest first; what counts can be withdrawn. */
export function Revisions({ project, review }: Props) {
  const [latest] = review.adjudications;
  if (!latest) return null;
  return (
    <section className="section" aria-labelledby="settled">
      <h2 id="settled">
        {t(latest.status === "given" ? "reviews.revisions.settled" : "reviews.revisions.withdrawn")}
      </h2>
      <ol className="revisions">
        {review.adjudications.map((one) => (
          <li key={one.revision}>
            <Rich
              text={revisionWords(review, one)}
              tags={{
                strong: (words) => <strong>{words}</strong>,
                when: () => <When at={one.created_at} />,
              }}
            />
            <span className="subline" lang="">
              {one.reason}
            </span>
          </li>
        ))}
      </ol>
      {latest.status === "given" && (
        <Withdraw key={latest.revision} project={project} review={review} after={latest.revision} />
      )}
    </section>
  );
}

const revisionWords = (
  review: Review,
  { status, groups, reviewer }: Review["adjudications"][number],
): string =>
  status === "given"
    ? t("reviews.revisions.given", { order: orderWords(review, groups), reviewer })
    : t("reviews.revisions.taken", { reviewer });

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
      <summary>{t("reviews.revisions.open")}</summary>
      <form className="form" onSubmit={submit} noValidate>
        {withdraw.error && <Problem error={withdraw.error} />}
        <Field
          label={t("reviews.revisions.why")}
          help={t("reviews.revisions.whyHelp")}
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
            {t("reviews.revisions.withdraw")}
          </button>
        </div>
      </form>
    </details>
  );
}
