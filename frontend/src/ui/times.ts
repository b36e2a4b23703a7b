import { formats, t } from "../words/t";
/** Return a moment as people say it: "just now", "12 min ago", "yesterday", "3 May 2026". */
export function ago(iso: string, now = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return t("ui.times.justNow");
  if (minutes < 60) return t("ui.times.minutesAgo", { minutes });
  if (minutes < 24 * 60) return t("ui.times.hoursAgo", { hours: Math.floor(minutes / 60) });
  if (minutes < 48 * 60) return t("ui.times.yesterday");
  return new Date(iso).toLocaleDateString(formats(), { day: "numeric", month: "short", year: "numeric" });
}

export const exactly = (iso: string): string =>
  new Date(iso).toLocaleString(formats(), { dateStyle: "medium", timeStyle: "short" });
