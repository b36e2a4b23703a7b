import type { ApiError } from "../api/request";
import { t } from "../words/t";
import { problemWords } from "./problemWords";

type Props = { error: ApiError; onRetry?: () => void };

/** What happened and what to do. */
export function Problem({ error, onRetry }: Props) {
  const { message, hint } = problemWords(error);
  const isLoggedOut = error.status === 401;
  return (
    <div className="notice warning" role="alert">
      <p>
        <strong>{message}</strong> {hint}
      </p>
      {isLoggedOut && (
        <a href={`/login/?next=${encodeURIComponent(window.location.pathname)}`}>{t("ui.logIn")}</a>
      )}
      {onRetry && !isLoggedOut && (
        <button type="button" className="button" onClick={onRetry}>
          {t("ui.tryAgain")}
        </button>
      )}
    </div>
  );
}
