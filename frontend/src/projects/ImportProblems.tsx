import type { ApiError } from "../api/request";
import { TableFrame } from "../ui/TableFrame";

/** Why a file was not imported, line by line. */
export function ImportProblems({ error }: { error: ApiError }) {
  return (
    <>
      <div className="notice warning" role="alert">
        <p>
          <strong>{error.message}</strong> {error.hint}
        </p>
      </div>
      {error.fields.length > 0 && (
        <TableFrame label="Lines to mend">
          <thead>
            <tr>
              <th className="number">Line</th>
              <th>Field</th>
              <th>What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {error.fields.map((problem) => (
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
      )}
    </>
  );
}
