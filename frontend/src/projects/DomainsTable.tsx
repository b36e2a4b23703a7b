import type { Progress } from "../api/getProgress";
import { Bar } from "../ui/Bar";
import { figure } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";

export function DomainsTable({ rows }: { rows: Progress["by_domain"] }) {
  return (
    <section className="section" aria-labelledby="domains">
      <h2 id="domains">By domain</h2>
      <TableFrame label="By domain">
        <thead>
          <tr>
            <th>Domain</th>
            <th>Tasks ranked</th>
            <th className="number">Tasks</th>
            <th className="number">Rankings</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.domain}>
              <th scope="row">{row.domain}</th>
              <td>
                <Bar
                  label={`${row.finished} of ${row.tasks} tasks ranked`}
                  done={row.finished}
                  of={row.tasks}
                />
                <span className="subline">
                  {figure(row.finished)} of {figure(row.tasks)}
                </span>
              </td>
              <td className="number">{figure(row.tasks)}</td>
              <td className="number">{figure(row.rankings)}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </section>
  );
}
