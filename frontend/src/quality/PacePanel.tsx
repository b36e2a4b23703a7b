import { useState } from "react";
import type { Board } from "../api/getBoard";
import { Segmented } from "../ui/Segmented";
import { Columns } from "./Columns";
import { CountsTable } from "./CountsTable";
import { dayColumns, hourColumns } from "./columns";
import { Panel } from "./Panel";

type Props = { project: string; board: Board };
type Span = "by_hour" | "by_day";

export function PacePanel({ project, board }: Props) {
  const [span, setSpan] = useState<Span>("by_hour");
  const columns = span === "by_hour" ? hourColumns(board.by_hour) : dayColumns(board.by_day);
  const words =
    span === "by_hour" ? "Rankings an hour, the last two days" : "Rankings a day, the last 30 days";
  return (
    <Panel
      title="Rankings given"
      help={words}
      choice={
        <Segmented
          label="By hour or by day"
          all={{ by_hour: "Hours", by_day: "Days" }}
          value={span}
          onChange={setSpan}
        />
      }
      project={project}
      table={span}
      numbers={<CountsTable label={words} columns={columns} />}
    >
      <Columns label={words} columns={columns} unit="ranking" />
    </Panel>
  );
}
