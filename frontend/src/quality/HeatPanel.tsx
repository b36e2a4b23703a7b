import type { Agreement, Board, Pair } from "../api/getBoard";
import { withInterval } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import { AGREEMENTS, type AgreementName, heat, shortValue } from "./measures";
import { PairsTable } from "./PairsTable";
import { Panel } from "./Panel";

type Props = { project: string; board: Board; measure: AgreementName };

const MOST = 20;

/** Every two people who ranked the same tasks: the deeper the colour, the more they agree. */
export function HeatPanel({ project, board, measure }: Props) {
  const met = new Set(board.pairs.flatMap(({ one, other }) => [one.id, other.id]));
  const people = board.annotators.map((row) => row.annotator).filter(({ id }) => met.has(id));
  const shown = people.slice(0, MOST);
  const { words } = AGREEMENTS[measure];
  const rest = people.length > MOST ? ` The ${MOST} busiest of ${people.length} are drawn.` : "";
  return (
    <Panel
      title="Who agrees with whom"
      help={`${words}, of every two people with tasks in common.${rest}`}
      project={project}
      table="pairs"
      numbers={board.pairs.length > 0 ? <PairsTable pairs={board.pairs} /> : null}
    >
      {shown.length < 2 ? (
        <p className="soft">No two people have ranked the same task yet.</p>
      ) : (
        <HeatMap people={shown} pairs={board.pairs} measure={measure} />
      )}
    </Panel>
  );
}

type MapProps = { people: { id: string; name: string }[]; pairs: Pair[]; measure: AgreementName };

function HeatMap({ people, pairs, measure }: MapProps) {
  const known = new Map(
    pairs.flatMap((pair) => [
      [`${pair.one.id} ${pair.other.id}`, pair.agreement] as const,
      [`${pair.other.id} ${pair.one.id}`, pair.agreement] as const,
    ]),
  );
  return (
    <div className="heat">
      <TableFrame label={`${AGREEMENTS[measure].words} of every two people`}>
        <thead>
          <tr>
            <th>
              <span className="visually-hidden">Person</span>
            </th>
            {people.map(({ id, name }) => (
              <th key={id} scope="col" title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((row) => (
            <tr key={row.id}>
              <th scope="row" title={row.name}>
                {row.name}
              </th>
              {people.map((column) => (
                <Cell key={column.id} agreement={known.get(`${row.id} ${column.id}`)} measure={measure} />
              ))}
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </div>
  );
}

function Cell({ agreement, measure }: { agreement: Agreement | undefined; measure: AgreementName }) {
  if (!agreement) return <td className="heat-none" />;
  const { style } = AGREEMENTS[measure];
  const { tone, strength } = heat(agreement, measure);
  return (
    <td
      data-tone={tone}
      style={{ "--strength": `${Math.round(strength * 100)}%` } as React.CSSProperties}
      title={withInterval(agreement[measure], style)}
    >
      {shortValue(agreement[measure], style)}
    </td>
  );
}
