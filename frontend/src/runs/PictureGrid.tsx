import { Chart } from "../ui/Chart";
import { hasPoints, type Picture, since } from "./pictures";

type Props = {
  pictures: Picture[];
  /** The step a run goes on from: what lies before it belongs to another run. */
  from: number;
};

export function PictureGrid({ pictures, from }: Props) {
  const drawn = pictures.map((one) => (from > 0 ? since(one, from) : one)).filter(hasPoints);
  if (drawn.length === 0) return null;
  return (
    <div className="pictures">
      {drawn.map((picture) => (
        <Chart key={picture.title} from={picture.xLabel ? null : from} {...picture} />
      ))}
    </div>
  );
}
