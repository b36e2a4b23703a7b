import { Link } from "../app/navigation";
import { language, t } from "../words/t";
import { useOutbox } from "./OutboxProvider";
import { refused } from "./outbox";

/** Submissions the server said a lasting no to: they stay until their person decides. */
export function Refused() {
  const { outbox, state } = useOutbox();
  const letters = refused(state);
  if (letters.length === 0) return null;
  return (
    <ul className="refused" aria-label={t("ranking.refused.label")}>
      {letters.map(({ assignment, content, refused: said = "", code, stale }) => (
        <li key={content.client_id} className="notice warning">
          <span>{t(`ranking.refused.${content.kind}`, { why: sayRefusal(said, code) })}</span>
          <span className="actions">
            {stale && (
              <Link className="button small" to={`/assignments/${assignment}`}>
                {t("ranking.refused.look")}
              </Link>
            )}
            <button
              type="button"
              className="button small"
              onClick={() => void outbox.retry(content.client_id)}
            >
              {t(stale ? "ranking.refused.onTop" : "ranking.refused.again")}
            </button>
            <button
              type="button"
              className="button small quiet"
              onClick={() => void outbox.discard(content.client_id)}
            >
              {t(stale ? "ranking.refused.discardMine" : "ranking.refused.discard")}
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}

const CODES = ["stale", "conflict", "not_found", "forbidden"] as const;

/** Say why. The server says it in English, and closer; other languages go by its code where they know it. */
function sayRefusal(said: string, code: string | undefined): string {
  const known = CODES.find((one) => one === code);
  return known && language() !== "en" ? t(`ranking.refused.codes.${known}`) : said;
}
