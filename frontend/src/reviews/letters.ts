import type { Review } from "../api/reviews";
import { listOf } from "../ranking/words";
import { t } from "../words/t";

/** Return the letter an answer carries by its place on this page. */
export const letterIn = (review: Review, answer: string): string => {
  const place = review.answers.findIndex(({ id }) => id === answer);
  return place < 0 ? "?" : String.fromCharCode(65 + place);
};

/** Say a ranking in one line: "C, then A and D, then B". */
export const orderWords = (review: Review, groups: string[][]): string =>
  groups
    .map((group) => listOf(group.map((answer) => letterIn(review, answer))))
    .join(t("reviews.task.afterwards"));
