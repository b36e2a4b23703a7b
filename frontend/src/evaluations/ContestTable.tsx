import type { ReactNode } from "react";
import type { Contest, ContestPoint, ContestRun } from "../api/listContests";
import { Link } from "../app/navigation";
import { RunStatusWord } from "../runs/RunStatusWord";
import { Figure } from "../ui/Figure";
import { count, duration, figure, hundredths } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import { methodName, referenceOf } from "./contest";

/** Every method in a row, the best first, the reference below them. */
export function ContestTable({ contest }: { contest: Contest }) {
  const reference = referenceOf(contest);
  return (
    <TableFrame label="Methods">
      <thead>
        <tr>
          <th>Method</th>
          <th className="number">Held-out reward</th>
          <th>Gain over the reference</th>
          <th>KL, nats an answer</th>
          <th className="number">Length, tokens</th>
          <th className="number">Time</th>
        </tr>
      </thead>
      <tbody>
        {contest.runs.map((run) => (
          <ContestRow key={run.id} run={run} />
        ))}
        {reference && (
          <tr>
            <th scope="row">Reference</th>
            <td className="number">{inHundredths(reference.reward)}</td>
            <td>
              <span className="soft">–</span>
            </td>
            <td>
              <span className="soft">–</span>
            </td>
            <td className="number">{figure(reference.length)}</td>
            <td className="number">
              <span className="soft">–</span>
            </td>
          </tr>
        )}
      </tbody>
    </TableFrame>
  );
}

function ContestRow({ run }: { run: ContestRun }) {
  const { figures, verb } = run;
  return (
    <tr>
      <th scope="row">
        <Link to={`/runs/${run.id}`}>{run.name}</Link>
        <span className="subline">{methodName(run)}</span>
        {run.status !== "completed" && <RunStatusWord status={run.status} />}
      </th>
      <td className="number">{inHundredths(figures.reward_after)}</td>
      <td>
        <Figure measure={figures.gain} style="signed" />
      </td>
      <td>
        {verb === "best_of_n" ? <Formula value={figures.kl?.value} /> : <Figure measure={figures.kl} />}
      </td>
      <td className="number">{figure(figures.length_after)}</td>
      <td className="number">
        {figures.seconds === null ? <span className="soft">–</span> : duration(figures.seconds * 1000)}
        {figures.optimizer_steps !== null && (
          <span className="subline">{count(figures.optimizer_steps, "optimiser step")}</span>
        )}
        {figures.attempts > 1 && <span className="subline">{count(figures.attempts, "attempt")}</span>}
        {figures.from_step !== null && (
          <span className="subline">from step {figure(figures.from_step)} on</span>
        )}
      </td>
    </tr>
  );
}

const inHundredths = (value: number | null | undefined): string =>
  value == null ? figure(value) : hundredths(value);

/** The KL of choosing among n answers follows from n. */
function Formula({ value }: { value: number | null | undefined }): ReactNode {
  return (
    <>
      {figure(value)}
      {value != null && <span className="subline">at most, by formula</span>}
    </>
  );
}

/** The best of n, n by n. */
export function CurveTable({ curve }: { curve: ContestPoint[] }) {
  return (
    <TableFrame label="Best of n">
      <thead>
        <tr>
          <th>Best of</th>
          <th>Reward</th>
          <th>Gain</th>
          <th className="number">KL</th>
          <th>Length, tokens</th>
        </tr>
      </thead>
      <tbody>
        {curve.map(({ n, reward, gain, kl, length }) => (
          <tr key={n}>
            <th scope="row">{figure(n)}</th>
            <td>
              <Figure measure={reward} />
            </td>
            <td>
              <Figure measure={gain} style="signed" />
            </td>
            <td className="number">{figure(kl?.value)}</td>
            <td>
              <Figure measure={length} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
