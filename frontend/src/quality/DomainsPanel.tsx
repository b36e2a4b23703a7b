import type { Board } from "../api/getBoard";
import { duration, figure, measureWords } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import { forecastWords } from "./forecastWords";
import { Panel } from "./Panel";

type Props = { project: string; board: Board };

export function DomainsPanel({ project, board }: Props) {
  const now = new Date();
  return (
    <Panel title="By domain" project={project} table="progress" numbers={null}>
      <TableFrame label="By domain">
        <thead>
          <tr>
            <th>Domain</th>
            <th className="number">Open seats</th>
            <th>All filled</th>
            <th className="number">An hour at work</th>
            <th className="number">Time, median</th>
          </tr>
        </thead>
        <tbody>
          {board.domains.map(({ domain, forecast, per_hour, median_active_ms }) => {
            const words = forecastWords(forecast, now);
            return (
              <tr key={domain}>
                <th scope="row">{domain}</th>
                <td className="number">{figure(forecast.open)}</td>
                <td>
                  {words.when}
                  {words.range && <span className="subline">{words.range}</span>}
                </td>
                <td className="number">
                  {measureWords(per_hour, "number").value}
                  <span className="subline">n = {figure(per_hour.n)}</span>
                </td>
                <td className="number">{duration(median_active_ms.value)}</td>
              </tr>
            );
          })}
        </tbody>
      </TableFrame>
    </Panel>
  );
}
