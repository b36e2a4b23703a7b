import type { FieldProblem } from "../api/request";
import { TableFrame } from "../ui/TableFrame";

/** What is wrong, or odd, line by line. */
export function FoundTable({ label, found }: { label: string; found: FieldProblem[] }) {
  return (
    <TableFrame label={label}>
      <thead>
        <tr>
          <th className="number">Line</th>
          <th>Field</th>
          <th>What is wrong</th>
        </tr>
      </thead>
      <tbody>
        {found.map((problem) => (
          <tr key={`${problem.line}-${problem.field}-${problem.message}`}>
            <td className="number">{problem.line ?? "–"}</td>
            <td>
              <code>{problem.field}</code>
            </td>
            <td>{problem.message}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
