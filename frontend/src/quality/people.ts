import type { Annotator } from "../api/getBoard";
import type { Measure } from "../api/measure";

const P_LIMIT = 0.05;

/** Tell whether the test finds that a person prefers a place shown more than chance explains. */
export const leansToAPlace = ({ position }: Annotator): boolean =>
  position.p !== null && position.p < P_LIMIT;

/** Return in words what to look at about a person. */
export function concerns(row: Annotator, typical: number | null): string[] {
  const found = [];
  if (leansToAPlace(row))
    found.push(
      row.position.earlier > row.position.later ? "leans to the first shown" : "leans to the last shown",
    );
  if (row.speed?.stands_out) found.push("often too fast to have read it");
  if (isBelow(row.with_others, typical)) found.push("agrees less than others do");
  if (changesTheirMind(row, typical))
    found.push("agrees less with themselves than people do with each other");
  return found;
}

/** Tell whether a person says the same again less often than two people say the same. */
export const changesTheirMind = (row: Annotator, typical: number | null): boolean =>
  isBelow(row.with_self.share, typical);

const isBelow = ({ high }: Measure, typical: number | null): boolean =>
  typical !== null && high !== null && high < typical;
