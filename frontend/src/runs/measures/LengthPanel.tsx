import { type Measures, measureTableAddress } from "../../api/measures";
import { Figure } from "../../ui/Figure";
import { count, figure } from "../../ui/numbers";
import { Panel } from "../../ui/Panel";
import { Plot } from "../../ui/Plot";
import { TableFrame } from "../../ui/TableFrame";
import { linearScale, logScale } from "../../ui/ticks";
import { dots } from "./shapes";
import { lengthWords, scoreText } from "./words";

type Props = { run: string; measures: Measures };

/** Does a longer answer score higher, and more than people think it should? */
export function LengthPanel({ run, measures }: Props) {
  return (
    <Panel
      title="Does it follow length"
      help={lengthWords(measures)}
      numbers={<LengthTable length={measures.length} />}
      file={(format) => measureTableAddress(run, "lengths", format)}
    >
      <LengthPlot points={measures.length.points} />
    </Panel>
  );
}

function LengthPlot({ points }: { points: [number, number][] }) {
  const placed = points.map(([length, score]): [number, number] => [Math.max(1, length), score]);
  const lengths = placed.map(([length]) => length);
  const scores = placed.map(([, score]) => score);
  const x = logScale(Math.min(...lengths), Math.max(...lengths));
  const y = linearScale(Math.min(...scores), Math.max(...scores));
  return (
    <Plot
      label={`Length and score of ${count(points.length, "answer")}`}
      x={{ name: "characters, each doubling as wide", scale: x, say: figure }}
      y={{ name: "score", scale: y, say: scoreText }}
    >
      <path
        className="plot-dots"
        data-many="true"
        d={dots(placed.map(([length, score]) => [x.at(length), y.at(score)]))}
      />
    </Plot>
  );
}

function LengthTable({ length }: { length: Measures["length"] }) {
  const rows = [
    { name: "Among the answers to one prompt", given: length.within_prompt },
    { name: "Over all answers", given: length },
  ];
  return (
    <TableFrame label="Length and score">
      <thead>
        <tr>
          <th>Correlation of score and length</th>
          <th>Spearman</th>
          <th>Pearson</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, given }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Figure measure={given.spearman} style="signed" />
            </td>
            <td>
              <Figure measure={given.pearson} style="signed" />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
