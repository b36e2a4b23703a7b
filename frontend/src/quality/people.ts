import type { Annotator } from "../api/getBoard";

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
  const { high } = row.with_others;
  if (typical !== null && high !== null && high < typical) found.push("agrees less than others do");
  return found;
}
