import type { Pair } from "../api/getBoard";
import { Figure } from "../ui/Figure";
import { figure } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import { AGREEMENTS, type AgreementName } from "./measures";

const names = Object.keys(AGREEMENTS) as AgreementName[];

export function PairsTable({ pairs }: { pairs: Pair[] }) {
  return (
    <TableFrame label="Agreement of every two people">
      <thead>
        <tr>
          <th>Two people</th>
          <th className="number">Tasks</th>
          {names.map((name) => (
            <th key={name}>{AGREEMENTS[name].words}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ one, other, tasks, agreement }) => (
          <tr key={`${one.id} ${other.id}`}>
            <th scope="row">
              {one.name} and {other.name}
            </th>
            <td className="number">{figure(tasks)}</td>
            {names.map((name) => (
              <td key={name}>
                <Figure measure={agreement[name]} style={AGREEMENTS[name].style} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
