import type { Measure } from "../api/measure";
import { formats, t } from "../words/t";

/** Return a number with about three significant figures and a true minus sign. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e6)) return minus(value.toExponential(1));
  const digits = Number.isInteger(value) ? 0 : size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
  const least = Math.min(2, digits);
  return minus(
    value.toLocaleString(formats(), { minimumFractionDigits: least, maximumFractionDigits: digits }),
  );
}

export const signed = (value: number | null | undefined): string => withSign(value, figure(value));

/** Return a share as a percentage: 0.726 is 72.6 %. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? "–" : t("ui.units.percent", { n: fixed(share * 100, 1) });

export type Style = "number" | "signed" | "percent" | "points";
export type MeasureWords = { value: string; interval: string };

/** Return a measure in words: its value and its interval to the same decimals, as many as the interval can bear. */
export function measureWords(measure: Measure, style: Style): MeasureWords {
  const { value, low, high, n } = measure;
  const decimals = decimalsFor(low, high);
  const say = (one: number | null) => inStyle(one, style, decimals);
  const counted = t("numbers.counted", { n: figure(n) });
  return {
    value: say(value),
    interval:
      low === null || high === null
        ? counted
        : t("numbers.interval", { low: say(low), high: say(high), counted }),
  };
}

/** Return "72.6 % (69.1 % to 75.8 %, n = 300)". */
export function withInterval(measure: Measure, style: Style): string {
  const { value, interval } = measureWords(measure, style);
  return `${value} (${interval})`;
}

function inStyle(value: number | null, style: Style, decimals: number | null): string {
  if (style === "percent") return percent(value);
  if (style === "points")
    return value === null ? "–" : withSign(value, t("numbers.points", { n: fixed(value * 100, 1) }));
  const words = value === null || decimals === null ? figure(value) : fixed(value, decimals);
  return style === "signed" ? withSign(value, words) : words;
}

/** Two figures of an interval's width are all that it can bear; null where there is no interval. */
function decimalsFor(low: number | null, high: number | null): number | null {
  if (low === null || high === null) return null;
  return high === low ? 2 : Math.min(4, Math.max(0, 1 + Math.ceil(-Math.log10(high - low))));
}

/** Return a number with so many decimals and a true minus sign. */
export const fixed = (value: number, decimals: number): string =>
  minus(
    value.toLocaleString(formats(), { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  );

/** Return a number with two decimals; what rounds to zero has no minus. */
export const hundredths = (value: number): string => fixed(Math.round(value * 100) / 100 + 0, 2);

/** Return a change with two decimals; what rounds to zero has no sign. */
export const signedHundredths = (value: number): string =>
  withSign(Math.round(value * 100), hundredths(value));

const withSign = (value: number | null | undefined, words: string): string =>
  value !== null && value !== undefined && value > 0 ? `+${words}` : words;

export const count = (value: number, one: string, many = `${one}s`): string =>
  `${figure(value)} ${value === 1 ? one : many}`;

/** Return a duration in its two largest units: "2 h 5 min", "41 s". */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  const seconds = Math.round(ms / 1000);
  const large = UNITS.findIndex(({ size }) => seconds >= size);
  if (large < 0) return t("ui.units.seconds", { n: 0 });
  return [UNITS[large], UNITS[large + 1]]
    .flatMap((unit, index) => sayUnit(seconds, unit, index > 0))
    .join(" ");
}

const UNITS = [
  { name: "days", size: 86_400, within: Number.POSITIVE_INFINITY },
  { name: "hours", size: 3600, within: 86_400 },
  { name: "minutes", size: 60, within: 3600 },
  { name: "seconds", size: 1, within: 60 },
] as const;

function sayUnit(seconds: number, unit: (typeof UNITS)[number] | undefined, isRest: boolean): string[] {
  if (!unit) return [];
  const n = Math.floor((seconds % unit.within) / unit.size);
  return isRest && n === 0 ? [] : [t(`ui.units.${unit.name}`, { n })];
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${figure(size / 1e3)} kB` : `${figure(size / 1e6)} MB`;
}

const minus = (text: string): string => text.replaceAll("-", "\u2212");
