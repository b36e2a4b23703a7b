import { type Measures, measureTableAddress, type ScoreBin } from "../../api/measures";
import { count, figure, fixed } from "../../ui/numbers";
import { Panel } from "../../ui/Panel";
import { Plot } from "../../ui/Plot";
import { TableFrame } from "../../ui/TableFrame";
import { linearScale } from "../../ui/ticks";
import { outline, shares } from "./shapes";
import { roundPercent, scoreText } from "./words";

type Props = { run: string; measures: Measures };

/** Where the scores lie, of the answers people put first and of the others. */
export function ScoresPanel({ run, measures }: Props) {
  const { bins, answers, mean, deviation } = measures.distribution;
  return (
    <Panel
      title="Scores"
      help={`${count(answers, "held-out answer")}: mean ${fixed(mean, 2)}, deviation ${fixed(deviation, 2)}. The further the two hills are apart, the better the model tells what people put first.`}
      numbers={<ScoresTable bins={bins} />}
      file={(format) => measureTableAddress(run, "scores", format)}
    >
      <ScoresPlot bins={bins} />
    </Panel>
  );
}

function ScoresPlot({ bins }: { bins: ScoreBin[] }) {
  const first = shares(bins.map((bin) => bin.first));
  const others = shares(bins.map((bin) => bin.others));
  const most = Math.max(0.01, ...first, ...others);
  const x = linearScale(bins[0]?.low ?? 0, bins.at(-1)?.high ?? 1);
  const y = linearScale(0, most * 1.05, 4);
  return (
    <div>
      <ul className="chart-legend">
        <li data-tone="accent">people put it first</li>
        <li data-tone="ink-soft">others</li>
      </ul>
      <Plot
        label="Histogram of the scores of answers that people put first, and of the others"
        x={{ name: "score", scale: x, say: scoreText }}
        y={{ name: "share of answers", scale: y, say: roundPercent }}
      >
        <path className="plot-area" data-tone="ink" d={outline(bins, others.map(y.at), x)} />
        <path className="plot-area" d={outline(bins, first.map(y.at), x)} />
      </Plot>
    </div>
  );
}

function ScoresTable({ bins }: { bins: ScoreBin[] }) {
  return (
    <TableFrame label="Scores">
      <thead>
        <tr>
          <th>Score</th>
          <th className="number">Put first</th>
          <th className="number">Others</th>
        </tr>
      </thead>
      <tbody>
        {bins.map(({ low, high, first, others }) => (
          <tr key={low}>
            <th scope="row">
              {fixed(low, 2)} to {fixed(high, 2)}
            </th>
            <td className="number">{figure(first)}</td>
            <td className="number">{figure(others)}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
