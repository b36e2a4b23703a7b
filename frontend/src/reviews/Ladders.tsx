import type { Review } from "../api/reviews";
import { duration } from "../ui/numbers";
import { t } from "../words/t";
import { letterIn } from "./letters";

/** Each annotator's ranking as a ladder, side by side. */
export function Ladders({ review }: { review: Review }) {
  return (
    <ul className="ladders">
      {review.rankings.map((ranking) => (
        <li key={ranking.annotator} className="ladder">
          <strong>{ranking.annotator}</strong>
          <span className="soft small">
            {duration(ranking.active_ms)}
            {ranking.is_yours && ` · ${t("reviews.task.yours")}`}
            {ranking.all_bad && ` · ${t("reviews.task.allBad")}`}
          </span>
          <ol>
            {ranking.groups.map((group) => (
              <li key={group.join()}>
                {group.map((answer) => (
                  <span key={answer} className="letter">
                    {letterIn(review, answer)}
                  </span>
                ))}
                {group.length > 1 && <span className="soft small">{t("ranking.panel.tied")}</span>}
              </li>
            ))}
          </ol>
          {ranking.note && (
            <p className="small" lang="">
              {ranking.note}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
