import type { Progress } from "../api/getProgress";
import { Figure } from "../ui/Figure";
import { duration, figure } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";

export function AnnotatorsTable({ rows }: { rows: Progress["by_annotator"] }) {
  return (
    <section className="section" aria-labelledby="annotators">
      <div className="section-head">
        <h2 id="annotators">By annotator</h2>
        <p className="soft small">
          Someone who reads every answer picks the first one shown about half the time.
        </p>
      </div>
      <TableFrame label="By annotator">
        <thead>
          <tr>
            <th>Annotator</th>
            <th className="number">Rankings</th>
            <th className="number">Skips</th>
            <th className="number">Time per task, median</th>
            <th>First shown wins</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.annotator.id}>
              <th scope="row">
                {row.annotator.name}
                {row.annotator.is_scripted && <span className="subline">scripted</span>}
                {row.is_paused && <span className="subline">paused</span>}
                {row.is_excluded && <span className="subline">left out of datasets and agreement</span>}
              </th>
              <td className="number">{figure(row.rankings)}</td>
              <td className="number">{figure(row.skips)}</td>
              <td className="number">{duration(row.median_active_ms)}</td>
              <td>
                <Figure measure={row.first_shown_wins} style="percent" />
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </section>
  );
}
