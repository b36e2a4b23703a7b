import { useState } from "react";
import { type Measures, measureTableAddress, type Slice } from "../../api/measures";
import { Figure } from "../../ui/Figure";
import { IntervalRows } from "../../ui/IntervalRows";
import { figure } from "../../ui/numbers";
import { Panel } from "../../ui/Panel";
import { Segmented } from "../../ui/Segmented";
import { TableFrame } from "../../ui/TableFrame";
import { SLICINGS, type Slicing, sliceName, slicingsOf } from "./words";

type Props = { run: string; measures: Measures };

/** How often the model is right, by what kind of pair it is. */
export function SlicePanel({ run, measures }: Props) {
  const [by, setBy] = useState<Slicing>("domain");
  const choices = slicingsOf(measures.slices);
  const rows = measures.slices.filter((slice) => slice.by === by);
  return (
    <Panel
      title="Where it is right"
      help={SLICINGS[by].help}
      choice={<Segmented label="Accuracy by" all={choices} value={by} onChange={setBy} />}
      numbers={<SliceTable slices={measures.slices} />}
      file={(format) => measureTableAddress(run, "slices", format)}
    >
      <IntervalRows
        rows={rows.map((slice) => ({ key: slice.name, name: sliceName(slice), measure: slice.accuracy }))}
        style="percent"
        mark={0.5}
        markWords="chance"
      />
    </Panel>
  );
}

function SliceTable({ slices }: { slices: Slice[] }) {
  return (
    <TableFrame label="Accuracy by slice">
      <thead>
        <tr>
          <th>Slice</th>
          <th>By</th>
          <th className="number">Prompts</th>
          <th>Right</th>
        </tr>
      </thead>
      <tbody>
        {slices.map((slice) => (
          <tr key={`${slice.by} ${slice.name}`}>
            <th scope="row">{sliceName(slice)}</th>
            <td>{SLICINGS[slice.by as Slicing]?.words ?? slice.by}</td>
            <td className="number">{figure(slice.prompts)}</td>
            <td>
              <Figure measure={slice.accuracy} style="percent" />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
