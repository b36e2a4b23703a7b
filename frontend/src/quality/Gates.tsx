import type { Gate } from "../api/getBoard";
import { TableFrame } from "../ui/TableFrame";
import { Panel } from "./Panel";

type Props = { project: string; gates: Gate[] };

/** What jumped, in words. */
export function Alarms({ gates }: { gates: Gate[] }) {
  const alarms = gates.filter((gate) => gate.alarm !== "");
  if (alarms.length === 0) return null;
  return (
    <section className="alarms" aria-label="Alarms">
      {alarms.map((gate) => (
        <div key={gate.gate} className="notice warning">
          <p>
            <strong>{gate.words}</strong> {gate.look_at}
          </p>
        </div>
      ))}
    </section>
  );
}

const HELP =
  "The share that passes each gate, in the last window and in the one before. A share that jumps up or down, or falls to " +
  "nobody, is told at the top of this page.";

/** Every gate with its two windows. */
export function GatesPanel({ project, gates }: Props) {
  return (
    <Panel title="Gates" help={HELP} project={project} table="gates" numbers={<GatesTable gates={gates} />}>
      <div className="interval-rows">
        {gates.map((gate) => (
          <GateRow key={gate.gate} gate={gate} />
        ))}
        <p className="gate-key small soft" aria-hidden="true">
          <span className="gate-dot" data-when="before" /> before <span className="gate-dot" /> now
        </p>
      </div>
    </Panel>
  );
}

function GateRow({ gate }: { gate: Gate }) {
  const { last, before } = gate;
  return (
    <div className="interval-row" data-flagged={gate.alarm !== ""}>
      <span className="interval-name">{gate.title}</span>
      <span className="track" aria-hidden="true">
        {before && <Dot window={before} when="before" />}
        {last && <Dot window={last} when="now" />}
      </span>
      <span className="interval-words">
        {last ? <strong>{windowWords(last)}</strong> : <span className="soft">nothing yet</span>}
        {before && <span className="subline">before {windowWords(before)}</span>}
      </span>
    </div>
  );
}

type DotProps = { window: NonNullable<Gate["last"]>; when: "before" | "now" };

const Dot = ({ window, when }: DotProps) => (
  <span
    className="track-dot"
    data-when={when}
    style={{ insetInlineStart: `${(window.passed / window.n) * 100}%` }}
  />
);

function GatesTable({ gates }: { gates: Gate[] }) {
  return (
    <TableFrame label="Gates">
      <thead>
        <tr>
          <th>Gate</th>
          <th className="number">Pass now</th>
          <th className="number">Passed before</th>
          <th className="number">p</th>
          <th>In words</th>
        </tr>
      </thead>
      <tbody>
        {gates.map((gate) => (
          <tr key={gate.gate}>
            <th scope="row">
              {gate.title}
              <span className="subline">{gate.passing}</span>
            </th>
            <td className="number">{windowWords(gate.last)}</td>
            <td className="number">{windowWords(gate.before)}</td>
            <td className="number">{gate.p === null ? "–" : pWords(gate.p)}</td>
            <td>{gate.words}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

const windowWords = (window: Gate["last"]): string => (window ? `${window.passed} of ${window.n}` : "–");

const pWords = (p: number): string => (p < 0.001 ? "< 0.001" : p.toFixed(3));
