import type { Measure } from "../api/measure";
import { figure, inStyle, type Style } from "./numbers";

type Props = { measure: Measure | null | undefined; style?: Style; unit?: string };

/** A measured number, its 95 % interval and what it was measured on. */
export function Figure({ measure, style = "number", unit = "" }: Props) {
  if (!measure || measure.value === null) return <span className="soft">–</span>;
  const { low, high } = measure;
  return (
    <span className="figure">
      <strong>
        {inStyle(measure.value, style)}
        {unit && ` ${unit}`}
      </strong>
      <span className="interval">
        {low !== null && high !== null && `${inStyle(low, style)} to ${inStyle(high, style)}, `}n&nbsp;=&nbsp;
        {figure(measure.n)}
      </span>
    </span>
  );
}
