import type { ReactNode } from "react";
import type { Measure } from "../api/measure";
import { intervalRange } from "./intervalRange";
import { figure, fixed, measureWords, percent, type Style, withInterval } from "./numbers";

export type IntervalRow = { key: string; name: ReactNode; measure: Measure; isFlagged?: boolean };
type Props = { rows: IntervalRow[]; style: Style; mark: number; markWords: string };

/** Intervals one below the other on one scale, with an upright line at what to hold them against. */
export function IntervalRows({ rows, style, mark, markWords }: Props) {
  const [low, high] = scale(rows, style, mark);
  const at = (value: number) => `${((value - low) / (high - low)) * 100}%`;
  const end = (value: number) => (style === "percent" ? percent(value) : fixed(value, 2));
  return (
    <div className="interval-rows">
      {rows.map(({ key, name, measure, isFlagged }) => (
        <div key={key} className="interval-row" data-flagged={isFlagged ?? false}>
          <span className="interval-name">
            {name}
            <span className="subline">n = {figure(measure.n)}</span>
          </span>
          <Track measure={measure} at={at} mark={mark} label={withInterval(measure, style)} />
          <Words measure={measure} style={style} />
        </div>
      ))}
      <div className="interval-row interval-scale" aria-hidden="true">
        <span />
        <span className="interval-ends">
          <span>{end(low)}</span>
          <span>{end(high)}</span>
        </span>
        <span className="interval-mark">{markWords}</span>
      </div>
    </div>
  );
}

function scale(rows: IntervalRow[], style: Style, mark: number): [number, number] {
  const [low, high] = intervalRange(
    rows.map((row) => row.measure),
    [mark],
  );
  return style === "percent" ? [Math.max(0, low), Math.min(1, high)] : [low, high];
}

type TrackProps = { measure: Measure; at: (value: number) => string; mark: number; label: string };

function Track({ measure: { value, low, high }, at, mark, label }: TrackProps) {
  return (
    <span className="track" role="img" aria-label={label}>
      <span className="track-mark" style={{ insetInlineStart: at(mark) }} />
      {low !== null && high !== null && (
        <span
          className="track-line"
          style={{ insetInlineStart: at(low), inlineSize: `calc(${at(high)} - ${at(low)})` }}
        />
      )}
      {value !== null && <span className="track-dot" style={{ insetInlineStart: at(value) }} />}
    </span>
  );
}

function Words({ measure, style }: { measure: Measure; style: Style }) {
  if (measure.value === null) return <span className="soft small">not measured</span>;
  const { value, interval } = measureWords(measure, style);
  const ends = measure.low === null ? "" : interval.split(",")[0];
  return (
    <span className="interval-words" aria-hidden="true">
      <strong>{value}</strong>
      <span className="subline">{ends}</span>
    </span>
  );
}
