type Props = { name: string; value: string; note: string };

/** One figure in a row of facts. */
export function Fact({ name, value, note }: Props) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        {note && <span className="subline">{note}</span>}
      </dd>
    </div>
  );
}
