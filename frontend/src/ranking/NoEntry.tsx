import type { ApiError } from "../api/request";
import { Link } from "../app/navigation";
import { problemWords } from "../ui/problemWords";
import { t } from "../words/t";

/** The page of who may not rank here: a stranger, or a member whose role does other things. */
export function NoEntry({ error }: { error: ApiError }) {
  const { message, hint } = problemWords(error);
  const isStranger = error.status === 404;
  return (
    <section className="nothing">
      <h1 tabIndex={-1}>{t(isStranger ? "ranking.noEntry.stranger" : "ranking.noEntry.role")}</h1>
      <p>{isStranger ? t("ranking.noEntry.strangerWords") : `${message} ${hint}`}</p>
      <div className="actions">
        <Link className="button primary" to="/">
          {t("ranking.noEntry.projects")}
        </Link>
      </div>
    </section>
  );
}
