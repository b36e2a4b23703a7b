import type { Annotator, Board } from "../api/getBoard";
import { Figure } from "../ui/Figure";
import { IntervalRows } from "../ui/IntervalRows";
import { figure } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import { Panel } from "./Panel";
import { leansToAPlace } from "./people";

type Props = { project: string; board: Board };

const HELP =
  "How often the answer shown first wins. Someone who reads every answer picks it half the time; marked are people " +
  "whose rankings lean to one side more than chance explains (p < 0.05).";

export function PositionPanel({ project, board }: Props) {
  const rows = board.annotators.filter(({ position }) => position.share.value !== null);
  return (
    <Panel
      title="Position bias"
      help={HELP}
      project={project}
      table="annotators"
      numbers={rows.length > 0 ? <PositionTable rows={rows} /> : null}
    >
      {rows.length === 0 ? (
        <p className="soft">No ranking remembers the order its answers were shown in.</p>
      ) : (
        <IntervalRows
          rows={rows.map((row) => ({
            key: row.annotator.id,
            name: row.annotator.name,
            measure: row.position.share,
            isFlagged: leansToAPlace(row),
          }))}
          style="percent"
          mark={0.5}
          markWords="half"
        />
      )}
    </Panel>
  );
}

function PositionTable({ rows }: { rows: Annotator[] }) {
  return (
    <TableFrame label="Position bias">
      <thead>
        <tr>
          <th>Annotator</th>
          <th>First shown wins</th>
          <th className="number">Lean to the first shown</th>
          <th className="number">Lean to the last shown</th>
          <th className="number">p</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ annotator, position }) => (
          <tr key={annotator.id}>
            <th scope="row">{annotator.name}</th>
            <td>
              <Figure measure={position.share} style="percent" />
            </td>
            <td className="number">{figure(position.earlier)}</td>
            <td className="number">{figure(position.later)}</td>
            <td className="number">
              {position.p === null ? "–" : position.p < 0.001 ? "< 0.001" : position.p.toFixed(3)}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
