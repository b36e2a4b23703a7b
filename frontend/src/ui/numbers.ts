import type { Measure } from "../api/measure";

/** Return a number with about three significant figures and a true minus sign. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e6)) return minus(value.toExponential(1));
  const digits = Number.isInteger(value) ? 0 : size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
  return minus(value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
}

export const signed = (value: number | null | undefined): string =>
  value !== null && value !== undefined && value > 0 ? `+${figure(value)}` : figure(value);

/** Return a share as a percentage: 0.726 is 72.6 %. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? "–" : `${minus((share * 100).toFixed(1))} %`;

export type Style = "number" | "signed" | "percent";
const styles: Record<Style, (value: number | null | undefined) => string> = {
  number: figure,
  signed,
  percent,
};

export const inStyle = (value: number | null | undefined, style: Style): string => styles[style](value);

/** Return "72.6 % (69.1 % to 75.8 %, n = 300)". */
export function withInterval(measure: Measure, style: Style): string {
  const [value, low, high] = [measure.value, measure.low, measure.high].map((one) => inStyle(one, style));
  return measure.low === null || measure.high === null
    ? `${value} (n = ${figure(measure.n)})`
    : `${value} (${low} to ${high}, n = ${figure(measure.n)})`;
}

export const count = (value: number, one: string, many = `${one}s`): string =>
  `${figure(value)} ${value === 1 ? one : many}`;

/** Return a duration in its two largest units: "2 h 5 min", "41 s". */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${figure(size / 1e3)} kB` : `${figure(size / 1e6)} MB`;
}

const minus = (text: string): string => text.replace("-", "\u2212");
