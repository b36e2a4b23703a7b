import type { Project } from "../api/getProject";
import { useEvaluations } from "../api/listEvaluations";
import { Link } from "../app/navigation";
import { Empty } from "../ui/Empty";
import { Figure } from "../ui/Figure";
import { figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";
import { When } from "../ui/When";

export function EvaluationsPage({ project }: { project: Project }) {
  const { data, error } = useEvaluations(project.id);
  const button = (
    <Link className="button primary" to={`/projects/${project.id}/runs/new?verb=evaluate`}>
      Compare before and after
    </Link>
  );
  if (data?.length === 0)
    return (
      <Empty title="No evaluation yet" action={button}>
        An evaluation lets the reference and the aligned model answer the same held-out prompts, and measures
        both. Runs of different methods are compared{" "}
        <Link to={`/projects/${project.id}/evaluations/methods`}>in one table</Link>.
      </Empty>
    );
  return (
    <>
      <PageHead title="Evaluations" actions={button}>
        <p className="soft">
          <Link to={`/projects/${project.id}/evaluations/methods`}>PPO beside its baselines</Link>: one table
          of every method on the same data.
        </p>
      </PageHead>
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data && (
        <TableFrame label="Evaluations">
          <thead>
            <tr>
              <th>Evaluation</th>
              <th>Policy</th>
              <th>Learned reward, change</th>
              <th>Win rate</th>
              <th className="number">Prompts</th>
              <th>When</th>
            </tr>
          </thead>
          <tbody>
            {data.map((evaluation) => {
              const measure = (name: string) => evaluation.measures?.find((one) => one.name === name);
              return (
                <tr key={evaluation.id}>
                  <th scope="row">
                    <Link to={`/evaluations/${evaluation.id}`}>{evaluation.name || "Evaluation"}</Link>
                  </th>
                  <td>{evaluation.policy?.name ?? "–"}</td>
                  <td>
                    <Figure measure={measure("reward")?.change} style="signed" />
                  </td>
                  <td>
                    <Figure measure={measure("win_rate")?.after} style="percent" />
                  </td>
                  <td className="number">{figure(evaluation.prompts)}</td>
                  <td>
                    <When at={evaluation.created_at} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </TableFrame>
      )}
    </>
  );
}
