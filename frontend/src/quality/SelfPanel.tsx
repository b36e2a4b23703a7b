import type { Annotator, Board } from "../api/getBoard";
import { Figure } from "../ui/Figure";
import { IntervalRows } from "../ui/IntervalRows";
import { figure } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import { Panel } from "./Panel";
import { changesTheirMind } from "./people";

type Props = { project: string; board: Board };

const HELP =
  "How often someone prefers the same of two answers when a task comes to them again, where they tied them neither time. " +
  "Marked are people who agree less with themselves than two people agree with each other.";

/** How far people agree with themselves. */
export function SelfPanel({ project, board }: Props) {
  const rows = board.annotators.filter((row) => row.with_self.tasks > 0);
  const drawn = rows.filter((row) => row.with_self.share.value !== null);
  const typical = board.agreement.raw.value;
  return (
    <Panel
      title="Agreement with oneself"
      help={HELP}
      project={project}
      table="annotators"
      numbers={rows.length > 0 ? <SelfTable rows={rows} /> : null}
    >
      {drawn.length === 0 ? (
        <p className="soft">
          {rows[0]?.with_self.reason ??
            "Nobody has ranked a task a second time. Set a share of repeats under Settings."}
        </p>
      ) : (
        <IntervalRows
          rows={drawn.map((row) => ({
            key: row.annotator.id,
            name: row.annotator.name,
            measure: row.with_self.share,
            isFlagged: changesTheirMind(row, typical),
          }))}
          style="percent"
          mark={typical ?? 0.5}
          markWords={typical === null ? "chance" : "two people"}
        />
      )}
    </Panel>
  );
}

function SelfTable({ rows }: { rows: Annotator[] }) {
  return (
    <TableFrame label="Agreement with oneself">
      <thead>
        <tr>
          <th>Annotator</th>
          <th>Says the same again</th>
          <th className="number">Pairs</th>
          <th className="number">Tasks ranked twice</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ annotator, with_self: { share, tasks, reason } }) => (
          <tr key={annotator.id}>
            <th scope="row">{annotator.name}</th>
            <td>{reason || <Figure measure={share} style="percent" />}</td>
            <td className="number">{figure(share.n)}</td>
            <td className="number">{figure(tasks)}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
