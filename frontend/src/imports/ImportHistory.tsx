import { useImports } from "../api/listImports";
import { figure } from "../ui/numbers";
import { personName } from "../ui/personName";
import { TableFrame } from "../ui/TableFrame";
import { When } from "../ui/When";
import { STATUS_TONES, STATUS_WORDS } from "./importWords";

type Props = { project: string; onOpen: (id: string) => void };

export function ImportHistory({ project, onOpen }: Props) {
  const { data } = useImports(project);
  if (!data || data.length === 0) return null;
  return (
    <section className="section" aria-labelledby="past">
      <h2 id="past">Imports so far</h2>
      <TableFrame label="Imports so far">
        <thead>
          <tr>
            <th>File</th>
            <th>State</th>
            <th>When</th>
            <th>By</th>
            <th className="number">Prompts</th>
            <th className="number">Answers</th>
            <th className="number">Rankings</th>
            <th className="number">Known</th>
          </tr>
        </thead>
        <tbody>
          {data.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <button type="button" className="button quiet small" onClick={() => onOpen(row.id)}>
                  {row.file_name}
                </button>
              </th>
              <td>
                <span className="status" data-tone={STATUS_TONES[row.status]}>
                  {STATUS_WORDS[row.status]}
                </span>
                {row.removed_by && <span className="subline">by {row.removed_by}</span>}
              </td>
              <td>
                <When at={row.created_at} />
              </td>
              <td>{personName(row.by)}</td>
              <td className="number">{figure(row.counts.prompts)}</td>
              <td className="number">{figure(row.counts.completions)}</td>
              <td className="number">{figure(row.counts.rankings)}</td>
              <td className="number">{figure(row.counts.duplicates)}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </section>
  );
}
