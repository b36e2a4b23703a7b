import type { AuditEntry } from "../api/listAudit";
import { TableFrame } from "../ui/TableFrame";
import { ago, exactly } from "../ui/times";

export function AuditTable({ rows }: { rows: AuditEntry[] }) {
  return (
    <TableFrame label="Audit log">
      <thead>
        <tr>
          <th>When</th>
          <th>Who</th>
          <th>What</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, at, person, words }) => (
          <tr key={id}>
            <td>
              <time dateTime={at} className="nowrap">
                {exactly(at)}
              </time>
              <span className="subline">{ago(at)}</span>
            </td>
            <th scope="row">{person?.name ?? "nobody known"}</th>
            <td className="audit-words">{words}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
