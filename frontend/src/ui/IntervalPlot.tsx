import type { Measure } from "../api/measure";

type Mark = { measure: Measure; tone: "soft" | "accent" };
type Props = { label: string; marks: Mark[]; low: number; high: number; zero?: number };

const WIDTH = 220;
const ROW = 14;
const EDGE = 6;

/** Intervals on one scale: a dot at each value, a line from low to high, an upright line at `zero`. */
export function IntervalPlot({ label, marks, low, high, zero }: Props) {
  const at = (value: number) => EDGE + ((value - low) / (high - low || 1)) * (WIDTH - 2 * EDGE);
  const height = marks.length * ROW;
  return (
    <svg className="interval-plot" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      {zero !== undefined && zero >= low && zero <= high && (
        <line className="zero" x1={at(zero)} x2={at(zero)} y1={0} y2={height} />
      )}
      {marks.map(({ measure, tone }, index) => {
        const { value } = measure;
        if (value === null) return null;
        const y = (index + 0.5) * ROW;
        return (
          <g key={`${tone}-${value}`} className={tone}>
            <line x1={at(measure.low ?? value)} x2={at(measure.high ?? value)} y1={y} y2={y} />
            <circle cx={at(value)} cy={y} r={3.5} />
          </g>
        );
      })}
    </svg>
  );
}
