import type { Measure } from "../api/measure";
import { measureWords, type Style } from "./numbers";

type Props = { measure: Measure | null | undefined; style?: Style; unit?: string };

/** A measured number, its 95 % interval and what it was measured on. */
export function Figure({ measure, style = "number", unit = "" }: Props) {
  if (!measure || measure.value === null) return <span className="soft">–</span>;
  const words = measureWords(measure, style);
  return (
    <span className="figure">
      <strong>
        {words.value}
        {unit && ` ${unit}`}
      </strong>
      <span className="interval">{words.interval}</span>
    </span>
  );
}
