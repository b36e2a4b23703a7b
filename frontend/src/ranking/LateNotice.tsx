import { t } from "../words/t";
import { useOutbox } from "./OutboxProvider";

/** Says that a ranking came after its seat had gone: it is kept, so nobody wonders whether the work was for nothing. */
export function LateNotice() {
  const { late, forgetLate } = useOutbox();
  if (late === 0) return null;
  return (
    <div className="notice" role="status">
      <span>{t("ranking.notice.late", { count: late })}</span>
      <button type="button" className="button small quiet" onClick={forgetLate}>
        {t("ranking.notice.understood")}
      </button>
    </div>
  );
}
