import { figure } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import type { Column } from "./columns";

/** The columns of a picture as a table. */
export function CountsTable({ label, columns }: { label: string; columns: Column[] }) {
  return (
    <TableFrame label={label}>
      <thead>
        <tr>
          <th>When or how long</th>
          <th className="number">Rankings</th>
        </tr>
      </thead>
      <tbody>
        {columns.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{figure(value)}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
