import type { Forecast } from "../api/getBoard";

const DAY_MS = 24 * 3600 * 1000;

export type ForecastWords = { when: string; range: string };

/** Say when the open seats will be filled, and between which moments; a reason stands where that cannot be said. */
export function forecastWords(forecast: Forecast, now: Date): ForecastWords {
  const { expected, earliest, latest, reason } = forecast;
  if (!expected) return { when: forecast.open === 0 ? "Done" : "–", range: reason };
  const say = (iso: string) => moment(iso, expected, now);
  if (!latest) return { when: say(expected), range: reason };
  const [from, to] = [say(earliest ?? expected), say(latest)];
  return { when: say(expected), range: from === to ? "" : `${from} to ${to}` };
}

/** Hours where the end is near, days where it is not: "today 17:30", "28 Nov". */
function moment(iso: string, expected: string, now: Date): string {
  const at = new Date(iso);
  const isNear = Date.parse(expected) - now.getTime() < 2 * DAY_MS;
  const isThisYear = at.getFullYear() === now.getFullYear();
  const day =
    at.toDateString() === now.toDateString()
      ? "today"
      : at.toLocaleDateString("en-GB", {
          day: "numeric",
          month: "short",
          ...(isThisYear ? {} : { year: "numeric" }),
        });
  if (!isNear) return day;
  return `${day} ${at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
}
