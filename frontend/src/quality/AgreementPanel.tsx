import type { Agreement, Board } from "../api/getBoard";
import type { Project } from "../api/getProject";
import { Figure } from "../ui/Figure";
import { IntervalRows } from "../ui/IntervalRows";
import { Segmented } from "../ui/Segmented";
import { TableFrame } from "../ui/TableFrame";
import { AGREEMENT_WORDS, AGREEMENTS, type AgreementName } from "./measures";
import { Panel } from "./Panel";

type Props = {
  project: Project;
  board: Board;
  measure: AgreementName;
  onMeasure: (measure: AgreementName) => void;
};

export function AgreementPanel({ project, board, measure, onMeasure }: Props) {
  const rows = agreementRows(board);
  const { style, help, chance } = AGREEMENTS[measure];
  return (
    <Panel
      title="Agreement"
      help={help}
      choice={<Segmented label="Measure" all={AGREEMENT_WORDS} value={measure} onChange={onMeasure} />}
      project={project.id}
      table="agreement"
      numbers={<AgreementTable rows={rows} />}
    >
      {board.agreement[measure].value === null ? (
        <p className="soft">{whyNone(board.agreement, project)}</p>
      ) : (
        <IntervalRows
          rows={rows.map(({ name, agreement }) => ({ key: name, name, measure: agreement[measure] }))}
          style={style}
          mark={chance}
          markWords="chance"
        />
      )}
    </Panel>
  );
}

type Row = { name: string; agreement: Agreement };

function agreementRows(board: Board): Row[] {
  const domains = board.domains.map(({ domain, agreement }) => ({ name: domain, agreement }));
  return domains.length > 1
    ? [{ name: "whole project", agreement: board.agreement }, ...domains]
    : [{ name: "whole project", agreement: board.agreement }];
}

const whyNone = (agreement: Agreement, project: Project): string =>
  project.overlap < 2
    ? `${agreement.reason} Ask for two or more people per task in the settings.`
    : agreement.reason || "Wherever two people met, one of them tied everything.";

function AgreementTable({ rows }: { rows: Row[] }) {
  const names = Object.keys(AGREEMENTS) as AgreementName[];
  return (
    <TableFrame label="Agreement">
      <thead>
        <tr>
          <th>Domain</th>
          {names.map((name) => (
            <th key={name}>{AGREEMENTS[name].words}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            {names.map((name) => (
              <td key={name}>
                <Figure measure={row.agreement[name]} style={AGREEMENTS[name].style} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
