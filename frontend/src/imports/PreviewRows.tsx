import type { PreviewRow } from "../api/previewImport";
import { count } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";

/** The first rows as they would come in. */
export function PreviewRows({ rows }: { rows: PreviewRow[] }) {
  if (rows.length === 0) return null;
  return (
    <TableFrame label="The first rows as they would come in">
      <thead>
        <tr>
          <th className="number">Line</th>
          <th>Prompt</th>
          <th>Answers</th>
          <th>Domain</th>
          <th className="number">Rankings</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.line}-${row.external_id}`}>
            <td className="number">{row.line}</td>
            <th scope="row" dir="auto">
              {shorten(row.messages.at(-1)?.content ?? "")}
              <span className="subline">
                {row.messages.length > 1 && `${count(row.messages.length, "turn")} `}
                {row.external_id}
              </span>
            </th>
            <td>
              {row.answers.map((answer, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: answers never change their order
                <span key={place} className="subline" dir="auto">
                  {shorten(answer.text)}
                </span>
              ))}
            </td>
            <td>{row.domain}</td>
            <td className="number">{row.rankings.length}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

const shorten = (text: string): string => (text.length > 140 ? `${text.slice(0, 140)}…` : text);
