import type { Comparison } from "../api/getEvaluation";
import { Figure } from "../ui/Figure";
import { IntervalPlot } from "../ui/IntervalPlot";
import { intervalRange } from "../ui/intervalRange";
import { type Style, withInterval } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import { type Verdict, verdictOf } from "./verdict";

const SHARES = new Set(["win_rate", "ended"]);
const VERDICTS: Record<Verdict, { words: string; tone: string }> = {
  better: { words: "better", tone: "good" },
  worse: { words: "worse", tone: "warning" },
  unclear: { words: "no clear change", tone: "none" },
  none: { words: "", tone: "none" },
};

type Props = { label: string; measures: Comparison[] };

/** Before and after, each with its interval, and the change with a verdict only where the interval allows one. */
export function ComparisonTable({ label, measures }: Props) {
  return (
    <TableFrame label={label}>
      <thead>
        <tr>
          <th>Measure</th>
          <th>Reference</th>
          <th>Policy</th>
          <th>Reference above, policy below</th>
          <th>Change</th>
        </tr>
      </thead>
      <tbody>
        {measures.map((measure) => (
          <ComparisonRow key={measure.name} measure={measure} />
        ))}
      </tbody>
    </TableFrame>
  );
}

function ComparisonRow({ measure }: { measure: Comparison }) {
  const { before, after, change } = measure;
  const style: Style = SHARES.has(measure.name) ? "percent" : "number";
  const verdict = VERDICTS[verdictOf(measure)];
  return (
    <tr>
      <th scope="row">
        {measure.label}
        {measure.help && <span className="subline">{measure.help}</span>}
      </th>
      <td>
        <Figure measure={before} style={style} />
      </td>
      <td>
        <Figure measure={after} style={style} />
      </td>
      <td>
        <BothIntervals measure={measure} style={style} />
      </td>
      <td>
        <Figure measure={change} style={style === "percent" ? "points" : "signed"} />
        {verdict.words && (
          <div>
            <span className="status small" data-tone={verdict.tone}>
              {verdict.words}
            </span>
          </div>
        )}
      </td>
    </tr>
  );
}

function BothIntervals({ measure, style }: { measure: Comparison; style: Style }) {
  const { before, after, name } = measure;
  const zero = name === "win_rate" ? 0.5 : 0;
  const [low, high] = name === "win_rate" ? [0, 1] : intervalRange([before, after], before ? [] : [0]);
  const marks = [
    ...(before ? [{ measure: before, tone: "soft" as const }] : []),
    ...(after ? [{ measure: after, tone: "accent" as const }] : []),
  ];
  if (marks.length === 0) return null;
  const words = [
    before && `reference ${withInterval(before, style)}`,
    after && `policy ${withInterval(after, style)}`,
  ];
  return (
    <IntervalPlot
      label={`${measure.label}: ${words.filter(Boolean).join(", ")}`}
      marks={marks}
      low={low}
      high={high}
      zero={zero}
    />
  );
}
