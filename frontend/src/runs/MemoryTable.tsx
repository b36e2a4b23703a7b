import { figure } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import type { Role } from "./memoryRoles";

/** What each part of the run holds in memory before its first step; what two parts share is counted once. */
export function MemoryTable({ roles }: { roles: readonly Role[] }) {
  if (roles.length === 0) return null;
  return (
    <TableFrame label="Memory by part">
      <thead>
        <tr>
          <th>Part</th>
          <th>Numbers</th>
          <th>Trained</th>
          <th>Memory of its own</th>
          <th>Shared</th>
        </tr>
      </thead>
      <tbody>
        {roles.map(({ role, weights, trained, bytes, shared }) => (
          <tr key={role}>
            <th scope="row">{words(role)}</th>
            <td>{inMillions(weights)}</td>
            <td>{trained === 0 ? "none" : inMillions(trained)}</td>
            <td>{megabytes(bytes)}</td>
            <td>
              {Object.entries(shared)
                .map(([other, held]) => `${megabytes(held)} with the ${words(other)}`)
                .join(", ") || "nothing"}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

const words = (role: string): string => role.replaceAll("_", " ");
const inMillions = (number: number): string =>
  number < 1e6 ? figure(number) : `${figure(number / 1e6)} million`;
const SMALL = 0.1;

function megabytes(bytes: number): string {
  const size = bytes / 2 ** 20;
  return bytes > 0 && size < SMALL ? `under ${SMALL} MB` : `${figure(size)} MB`;
}
