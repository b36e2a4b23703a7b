import type { Contest } from "../api/listContests";
import { dots } from "../runs/measures/shapes";
import { figure, signed, withInterval } from "../ui/numbers";
import { Plot } from "../ui/Plot";
import { curveOf, type Spot, scalesOf, spotsOf, wordsOf } from "./contest";

const DOT = 9;

/** What each method earned over the reference, over how far it went for it. */
export function ContestPlot({ contest }: { contest: Contest }) {
  const [spots, curve] = [spotsOf(contest), curveOf(contest)];
  const scales = scalesOf([...spots, ...curve]);
  const { x, y } = scales;
  const top = (value: number) => 100 - y.at(value) * 100;
  const place = ({ distance, gain }: Spot): [number, number] => [x.at(distance), y.at(gain.value)];
  const path = curve.map(
    ({ distance, gain }, index) => `${index ? "L" : "M"}${x.at(distance) * 100} ${top(gain.value)}`,
  );
  const last = curve.at(-1);
  return (
    <Plot
      label={`Gain in reward over the square root of the KL: ${[...spots, ...curve].map(spotWords).join(", ")}`}
      x={{ name: "square root of the KL to the reference, nats", scale: x, say: figure }}
      y={{ name: "gain in learned reward over the reference, 95 % interval", scale: y, say: signed }}
      words={wordsOf(last ? [...spots, last] : spots, scales)}
    >
      <line className="plot-mark" x1={0} x2={100} y1={top(0)} y2={top(0)} />
      <path className="plot-curve" d={path.join("")} />
      <path
        className="plot-dots"
        data-tone="ink"
        style={{ strokeWidth: DOT / 2 }}
        d={dots(curve.map(place))}
      />
      {spots.map(({ name, distance, gain }) => (
        <line
          key={name}
          className="plot-interval"
          x1={x.at(distance) * 100}
          x2={x.at(distance) * 100}
          y1={top(gain.low ?? gain.value)}
          y2={top(gain.high ?? gain.value)}
        />
      ))}
      <path className="plot-dots" style={{ strokeWidth: DOT }} d={dots(spots.map(place))} />
    </Plot>
  );
}

const spotWords = ({ name, distance, gain }: Spot): string =>
  `${name} ${withInterval(gain, "signed")} at ${figure(distance)}`;
