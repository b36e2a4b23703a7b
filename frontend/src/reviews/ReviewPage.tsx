import { useState } from "react";
import type { Project } from "../api/getProject";
import { type Review, useReview } from "../api/reviews";
import { Link } from "../app/navigation";
import { Conversation } from "../ui/Conversation";
import { percent } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";
import { Ladders } from "./Ladders";
import { Revisions } from "./Revisions";
import { SettleDesk } from "./SettleDesk";
import "../ranking/ranking.css";
import "./reviews.css";

/** One task with everybody's ranking side by side, and the reviewer's own below them. */
export function ReviewPage({ project, task }: { project: Project; task: string }) {
  const [names, setNames] = useState(false);
  const { data, error } = useReview(project.id, task, names);
  return (
    <>
      <PageHead
        title={t("reviews.task.title")}
        actions={
          <Link className="button" to={`/projects/${project.id}/review`}>
            {t("reviews.task.all")}
          </Link>
        }
      >
        {data && <p className="soft">{scoreWords(data)}</p>}
      </PageHead>
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <section className="section" aria-label={t("reviews.table.prompt")}>
            <Conversation messages={data.messages} />
          </section>
          <section className="section" aria-labelledby="said">
            <div className="section-head">
              <h2 id="said">{t("reviews.task.said")}</h2>
              <label className="choice">
                <input type="checkbox" checked={names} onChange={(event) => setNames(event.target.checked)} />
                {t("reviews.task.names")}
              </label>
            </div>
            <Ladders review={data} />
          </section>
          <Revisions project={project.id} review={data} />
          <SettleDesk key={`${data.id} ${data.adjudications.length}`} project={project.id} review={data} />
        </>
      )}
    </>
  );
}

const scoreWords = ({ share, judged, people, domain }: Review): string =>
  t("reviews.task.score", { domain, count: people, share: percent(share), judged });
