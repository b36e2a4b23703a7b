import type { KeyboardEvent } from "react";
import type { Criterion } from "../api/criterion";
import { t } from "../words/t";
import { leaveRatings, nextRating } from "./ratingFocus";

type Props = {
  answer: string;
  criterion: Criterion;
  point: number | null;
  rate: (point: number | null) => void;
};

/** One labelled scale as radio dots. A digit gives the point and goes on to the next scale; the same dot again takes it back. */
export function RatingDots({ answer, criterion, point, rate }: Props) {
  const { key, label, help, low, high, points } = criterion;
  const hear = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isArrow = event.key.startsWith("Arrow");
    if (isArrow) return event.stopPropagation();
    const digit = /^\d$/.test(event.key) ? Number(event.key) : null;
    const isErased = event.key === "Backspace" || event.key === "Delete";
    if (digit === null && !isErased && event.key !== "Escape") return;
    event.preventDefault();
    if (isErased) rate(null);
    else if (digit === null) leaveRatings(event.currentTarget);
    else if (digit >= 1 && digit <= points) {
      rate(digit);
      nextRating(event.currentTarget);
    }
  };
  return (
    <fieldset className="rating" title={help || undefined} onKeyDown={hear}>
      <legend lang="">{label}</legend>
      {low && (
        <span className="scale-end" lang="">
          {low}
        </span>
      )}
      <span className="dots">
        {Array.from({ length: points }, (_, index) => index + 1).map((one) => (
          <input
            key={one}
            type="radio"
            name={`${answer}-${key}`}
            aria-label={sayPoint(one, criterion)}
            checked={point === one}
            data-full={point !== null && one <= point}
            onChange={() => rate(one)}
            onClick={() => point === one && rate(null)}
          />
        ))}
      </span>
      {high && (
        <span className="scale-end" lang="">
          {high}
        </span>
      )}
    </fieldset>
  );
}

function sayPoint(point: number, { points, low, high }: Criterion): string {
  const end = point === 1 ? low : point === points ? high : "";
  return end
    ? t("ranking.rating.pointAtEnd", { point, points, end })
    : t("ranking.rating.point", { point, points });
}
