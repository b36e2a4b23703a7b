import { type Measures, measuresAddress } from "../../api/measures";
import { Fact } from "../../ui/Fact";
import { measureWords, percent } from "../../ui/numbers";
import { LengthPanel } from "./LengthPanel";
import { PeoplePanel } from "./PeoplePanel";
import { ReliabilityPanel } from "./ReliabilityPanel";
import { ScoresPanel } from "./ScoresPanel";
import { SlicePanel } from "./SlicePanel";
import { basis } from "./words";

type Props = { run: string; measures: Measures };

/** What a reward model is worth: the figures first, then the pictures with their numbers a click away. */
export function MeasuresSection({ run, measures }: Props) {
  return (
    <section className="section" aria-labelledby="measures">
      <div className="section-head">
        <h2 id="measures">How good it is</h2>
        <a className="small" href={measuresAddress(run)} download>
          All measures, JSON
        </a>
      </div>
      <p className="soft">{basis(measures)}</p>
      <MeasureFacts measures={measures} />
      <div className="panels filled">
        <SlicePanel run={run} measures={measures} />
        <PeoplePanel run={run} measures={measures} />
        <ReliabilityPanel run={run} measures={measures} />
        <LengthPanel run={run} measures={measures} />
        <ScoresPanel run={run} measures={measures} />
      </div>
    </section>
  );
}

function MeasureFacts({ measures }: { measures: Measures }) {
  const { accuracy, top_1, top_1_by_chance: chance, tau_b, ceiling, calibration, length } = measures;
  const right = measureWords(accuracy, "percent");
  const top = measureWords(top_1, "percent");
  const tau = measureWords(tau_b, "number");
  const error = measureWords(calibration.ece, "percent");
  const follows = measureWords(length.within_prompt.spearman, "signed");
  const people = ceiling && measureWords(ceiling.people, "percent");
  return (
    <dl className="facts">
      <Fact name="Pairs ordered as people do" value={right.value} note={right.interval} />
      {people && <Fact name="A person with another" value={people.value} note={people.interval} />}
      <Fact
        name="Best answer found"
        value={top.value}
        note={`${top.interval}; by chance ${percent(chance)}`}
      />
      <Fact name="Tau-b with a ranking" value={tau.value} note={tau.interval} />
      <Fact name="Calibration error" value={error.value} note={error.interval} />
      <Fact name="Correlation with length" value={follows.value} note={follows.interval} />
    </dl>
  );
}
