import type { Annotator, Board } from "../api/getBoard";
import { Figure } from "../ui/Figure";
import { duration, figure } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import { Panel } from "./Panel";
import { concerns } from "./people";

type Props = { project: string; board: Board };

const SPEED_HELP = "Too fast is more than 2.5 spreads below how long people take for a word to read.";

/** Everybody who ranked, and what stands out about them. Those whose answers are left out stand apart. */
export function AnnotatorsPanel({ project, board }: Props) {
  const counted = board.annotators.filter((row) => !row.excluded);
  const excluded = board.annotators.filter((row) => row.excluded);
  const typical = board.agreement.raw.value;
  return (
    <Panel
      title="People"
      help={board.speed.reason || SPEED_HELP}
      project={project}
      table="annotators"
      numbers={null}
    >
      {counted.length === 0 && <p className="soft">Nobody has ranked anything yet.</p>}
      {counted.length > 0 && <PeopleTable label="People" rows={counted} typical={typical} />}
      {excluded.length > 0 && (
        <>
          <h3>Left out</h3>
          <p className="soft small">
            Their answers stay, but datasets and every number above leave them out. They are held against
            those who count.
          </p>
          <PeopleTable label="People left out" rows={excluded} typical={typical} />
        </>
      )}
    </Panel>
  );
}

type TableProps = { label: string; rows: Annotator[]; typical: number | null };

function PeopleTable({ label, rows, typical }: TableProps) {
  return (
    <TableFrame label={label}>
      <thead>
        <tr>
          <th>Person</th>
          <th>Look at</th>
          <th className="number">Rankings</th>
          <th className="number">Time, median</th>
          <th>Right on gold</th>
          <th>Agrees with others</th>
          <th>With themselves</th>
          <th>First shown wins</th>
          <th>Too fast</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <PersonRow key={row.annotator.id} row={row} found={concerns(row, typical)} />
        ))}
      </tbody>
    </TableFrame>
  );
}

function PersonRow({ row, found }: { row: Annotator; found: string[] }) {
  const { annotator } = row;
  const kind = [annotator.is_scripted && "scripted", row.paused && "paused"].filter(Boolean).join(", ");
  return (
    <tr>
      <th scope="row">
        {annotator.name}
        {kind && <span className="subline">{kind}</span>}
      </th>
      <td className={found.length > 0 ? "look-at concern" : "look-at soft"}>
        {found.join("; ") || "nothing unusual"}
      </td>
      <td className="number">
        {figure(row.rankings)}
        <span className="subline">{figure(row.recent)} in 7 days</span>
      </td>
      <td className="number">
        {duration(row.median_active_ms.value)}
        {row.per_hour.value !== null && (
          <span className="subline">{figure(Math.round(row.per_hour.value))} an hour</span>
        )}
      </td>
      <td>
        <Figure measure={row.gold} style="percent" />
      </td>
      <td>
        <Figure measure={row.with_others} style="percent" />
      </td>
      <td title={row.with_self.reason || undefined}>
        <Figure measure={row.with_self.share} style="percent" />
      </td>
      <td>
        <Figure measure={row.position.share} style="percent" />
      </td>
      <td>
        <Figure measure={row.speed?.too_fast} style="percent" />
      </td>
    </tr>
  );
}
