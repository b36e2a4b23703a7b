import type { Board } from "../api/getBoard";
import { duration } from "../ui/numbers";
import { Columns } from "./Columns";
import { CountsTable } from "./CountsTable";
import { timeColumns } from "./columns";
import { Panel } from "./Panel";

type Props = { project: string; board: Board };

const HELP = "How long people were at work on a task; time away from it does not count.";

export function TimesPanel({ project, board }: Props) {
  const columns = timeColumns(board.times);
  const median = board.median_active_ms.value;
  return (
    <Panel
      title="Time per task"
      help={median === null ? HELP : `${HELP} Half take less than ${duration(median)}.`}
      project={project}
      table="times"
      numbers={columns.length > 0 ? <CountsTable label="Time per task" columns={columns} /> : null}
    >
      {columns.length > 0 ? (
        <Columns label="Time per task" columns={columns} unit="ranking" />
      ) : (
        <p className="soft">No ranking came with a time. Imported and scripted ones have none.</p>
      )}
    </Panel>
  );
}
