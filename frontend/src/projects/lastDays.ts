const DAY_MS = 24 * 3600 * 1000;
const DAYS = 14;

/** Return the count of each of the last fourteen days, those without rankings too. */
export function lastDays(
  given: { day: string; rankings: number }[],
  today: Date,
): { name: string; value: number }[] {
  const known = new Map(given.map(({ day, rankings }) => [day.slice(0, 10), rankings]));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(today.getTime() - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return { name: day, value: known.get(day) ?? 0 };
  });
}
