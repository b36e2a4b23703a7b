/** Where the focus of the browser goes among the scales of one answer's card. */

const SCALE = ".rating";

/** Focus the first scale of an answer that has no point yet, or its first one; false where it has none. */
export function focusRating(answer: string): boolean {
  const card = document.querySelector<HTMLElement>(`[data-answer="${CSS.escape(answer)}"]`);
  const scales = [...(card?.querySelectorAll<HTMLElement>(SCALE) ?? [])];
  const open = scales.find((scale) => !scale.querySelector("input:checked")) ?? scales[0];
  if (open) enter(open);
  return open !== undefined;
}

/** Go on to the next scale of the card, or back to the card after the last one. */
export function nextRating(scale: HTMLElement): void {
  const card = scale.closest<HTMLElement>("[data-answer]");
  const scales = [...(card?.querySelectorAll<HTMLElement>(SCALE) ?? [])];
  const next = scales[scales.indexOf(scale) + 1];
  if (next) enter(next);
  else card?.focus({ preventScroll: true });
}

export const leaveRatings = (scale: HTMLElement): void =>
  scale.closest<HTMLElement>("[data-answer]")?.focus({ preventScroll: true });

function enter(scale: HTMLElement): void {
  const dot = scale.querySelector<HTMLElement>("input:checked") ?? scale.querySelector<HTMLElement>("input");
  dot?.focus();
}
