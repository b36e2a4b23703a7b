import { type Measures, measureTableAddress, type ReliabilityBin } from "../../api/measures";
import { Figure } from "../../ui/Figure";
import { percent } from "../../ui/numbers";
import { Panel } from "../../ui/Panel";
import { Plot } from "../../ui/Plot";
import { TableFrame } from "../../ui/TableFrame";
import { linearScale } from "../../ui/ticks";
import { dots, dotWidth } from "./shapes";
import { calibrationWords, roundPercent } from "./words";

type Props = { run: string; measures: Measures };

/** Does "80 % sure" come true four times in five? */
export function ReliabilityPanel({ run, measures }: Props) {
  const { bins } = measures.calibration;
  return (
    <Panel
      title="Is it as sure as it should be"
      help={calibrationWords(measures)}
      numbers={<ReliabilityTable bins={bins} />}
      file={(format) => measureTableAddress(run, "reliability", format)}
    >
      <ReliabilityPlot bins={bins} />
    </Panel>
  );
}

function ReliabilityPlot({ bins }: { bins: ReliabilityBin[] }) {
  const lowest = Math.min(0.4, ...bins.flatMap(({ observed }) => [observed.low ?? observed.value ?? 1]));
  const x = linearScale(0.5, 1);
  const y = linearScale(Math.max(0, Math.floor(lowest * 5) / 5), 1);
  const most = Math.max(...bins.map(({ observed }) => observed.n));
  const top = (value: number) => 100 - y.at(value) * 100;
  return (
    <Plot
      label={`Of pairs the model is so sure of, the share on which people agree: ${bins.map(binWords).join(", ")}`}
      x={{ name: "how sure the model is of its choice", scale: x, say: roundPercent }}
      y={{ name: "people agree; the larger the dot, the more pairs", scale: y, say: roundPercent }}
    >
      <line className="plot-mark" x1={0} x2={100} y1={top(0.5)} y2={top(1)} />
      {bins.map(({ predicted, observed: { low, high } }) =>
        low === null || high === null ? null : (
          <line
            key={predicted}
            className="plot-interval"
            x1={x.at(predicted) * 100}
            x2={x.at(predicted) * 100}
            y1={top(low)}
            y2={top(high)}
          />
        ),
      )}
      {bins.map(({ predicted, observed }) => (
        <path
          key={predicted}
          className="plot-dots"
          style={{ strokeWidth: dotWidth(observed.n, most) }}
          d={dots([[x.at(predicted), y.at(observed.value ?? 0)]])}
        />
      ))}
    </Plot>
  );
}

const binWords = ({ predicted, observed }: ReliabilityBin): string =>
  `${percent(predicted)} sure, ${percent(observed.value)} right`;

function ReliabilityTable({ bins }: { bins: ReliabilityBin[] }) {
  return (
    <TableFrame label="Reliability">
      <thead>
        <tr>
          <th>Sure</th>
          <th className="number">Mean</th>
          <th>People agree</th>
        </tr>
      </thead>
      <tbody>
        {bins.map(({ low, high, predicted, observed }) => (
          <tr key={low}>
            <th scope="row">
              {roundPercent(low)} to {roundPercent(high)}
            </th>
            <td className="number">{percent(predicted)}</td>
            <td>
              <Figure measure={observed} style="percent" />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
