import type { Board } from "../api/getBoard";

/** One column of a picture of counts; `tick` is written below it where there is room. */
export type Column = { name: string; value: number; tick: string };

const EVERY_HOURS = 6;
const EVERY_DAYS = 5;

/** Return the hours in the reader's own time, a name below every sixth. */
export const hourColumns = (rows: Board["by_hour"]): Column[] =>
  rows.map(({ at, rankings }) => {
    const hour = new Date(at);
    const clock = hour.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const day = hour.toLocaleDateString("en-GB", { weekday: "short" });
    const isNamed = hour.getHours() % EVERY_HOURS === 0;
    const tick = hour.getHours() === 0 ? day : clock;
    return { name: `${day} ${clock}`, value: rankings, tick: isNamed ? tick : "" };
  });

/** Return the days, a name below every fifth counted back from the last. */
export const dayColumns = (rows: Board["by_day"]): Column[] =>
  rows.map(({ at, rankings }, index) => {
    const name = new Date(`${at}T12:00:00`).toLocaleDateString("en-GB", { day: "numeric", month: "short" });
    return { name, value: rankings, tick: (rows.length - 1 - index) % EVERY_DAYS === 0 ? name : "" };
  });

/** Return how many rankings took how long; the empty ones at both ends are left out. */
export function timeColumns(rows: Board["times"]): Column[] {
  const first = rows.findIndex((row) => row.rankings > 0);
  const last = rows.findLastIndex((row) => row.rankings > 0);
  if (first < 0) return [];
  return rows.slice(first, last + 1).map(({ from_s, to_s, rankings }) => ({
    name: to_s === null ? `${clock(from_s)} and more` : `${clock(from_s)} to ${clock(to_s)}`,
    value: rankings,
    tick: clock(from_s),
  }));
}

const clock = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}${seconds % 60 ? ".5" : ""} min`;

/** Return a round number at or above the greatest value, to draw the top line at. */
export function roundTop(values: number[]): number {
  const most = Math.max(1, ...values);
  const ten = 10 ** Math.floor(Math.log10(most));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((times) => times * ten >= most) ?? 10;
  return step * ten;
}
