import { type Measures, measureTableAddress } from "../../api/measures";
import { IntervalRows } from "../../ui/IntervalRows";
import { count } from "../../ui/numbers";
import { Panel } from "../../ui/Panel";
import { FiguresTable } from "./FiguresTable";

type Props = { run: string; measures: Measures };

const NOBODY_MET =
  "No held-out pair was judged by two people, so nobody knows how far they agree. Ask for two or more people per task.";

/** The model beside the people it learned from, on the pairs where they can be compared. */
export function PeoplePanel({ run, measures }: Props) {
  const { ceiling } = measures;
  return (
    <Panel
      title="Beside people"
      help={
        ceiling
          ? `On the ${count(ceiling.pairs, "pair")} that two people or more decided. A model that agrees with a person more often than another person does predicts them better than people can.`
          : undefined
      }
      numbers={<FiguresTable measures={measures} />}
      file={(format) => measureTableAddress(run, "figures", format)}
    >
      {ceiling ? (
        <IntervalRows
          rows={[
            { key: "people", name: "a person with another", measure: ceiling.people },
            { key: "model", name: "the model with a person", measure: ceiling.model },
            { key: "best", name: "the best there can be", measure: ceiling.best },
          ]}
          style="percent"
          mark={0.5}
          markWords="chance"
        />
      ) : (
        <p className="soft">{NOBODY_MET}</p>
      )}
    </Panel>
  );
}
