import { count, figure } from "../ui/numbers";
import { type Column, roundTop } from "./columns";

type Props = { label: string; columns: Column[]; unit: string };

const DENSE = 20;

/** Counts side by side under a line at a round number. The columns read out one by one are in the table below it. */
export function Columns({ label, columns, unit }: Props) {
  const top = roundTop(columns.map(({ value }) => value));
  const total = columns.reduce((sum, { value }) => sum + value, 0);
  return (
    <div className="columns" role="img" aria-label={`${label}: ${count(total, unit)} in all`}>
      <span className="columns-top">{figure(top)}</span>
      <div className="columns-box" data-dense={columns.length > DENSE}>
        {columns.map(({ name, value }) => (
          <span key={name} className="column" title={`${name}: ${count(value, unit)}`}>
            <span style={{ blockSize: `${(value / top) * 100}%` }} />
          </span>
        ))}
      </div>
      <div className="columns-ticks" aria-hidden="true">
        {columns.map(({ name, tick }) => (
          <span key={name}>{tick && <span>{tick}</span>}</span>
        ))}
      </div>
    </div>
  );
}
