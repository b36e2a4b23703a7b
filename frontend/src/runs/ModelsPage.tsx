import type { Project } from "../api/getProject";
import { type Model, useModels } from "../api/listModels";
import { Measure } from "../api/measure";
import { Link } from "../app/navigation";
import { Empty } from "../ui/Empty";
import { Figure } from "../ui/Figure";
import { figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";
import { When } from "../ui/When";

const TYPES: Record<string, string> = { base: "base model", reward: "reward model", policy: "policy" };

/** The one figure that matters for each kind of model, by the name the trainer gives it. */
const FIGURES: { name: string; words: string; style: "percent" | "signed" }[] = [
  { name: "heldout_accuracy", words: "held-out accuracy", style: "percent" },
  { name: "gain", words: "reward over the reference", style: "signed" },
];

export function ModelsPage({ project }: { project: Project }) {
  const { data, error } = useModels(project.id);
  return (
    <>
      {data?.length !== 0 && (
        <PageHead title="Models">
          <p className="soft">
            Each one names the run and the dataset that made it. All are Hugging Face folders. Policies of
            different methods are{" "}
            <Link to={`/projects/${project.id}/evaluations/methods`}>compared in one table</Link>.
          </p>
        </PageHead>
      )}
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && (
        <Empty
          title="No models yet"
          action={
            <Link className="button primary" to={`/projects/${project.id}/runs/new?verb=reward`}>
              Train a reward model
            </Link>
          }
        >
          Reward models and policies appear here as your runs make them.
        </Empty>
      )}
      {data && data.length > 0 && <ModelsTable models={data} />}
    </>
  );
}

function ModelsTable({ models }: { models: Model[] }) {
  return (
    <TableFrame label="Models">
      <thead>
        <tr>
          <th>Model</th>
          <th>Kind</th>
          <th>Measured</th>
          <th>Made by</th>
          <th>When</th>
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={model.id}>
            <th scope="row">
              {model.name}
              <span className="subline">{model.base ? `from ${model.base}` : model.source}</span>
            </th>
            <td>{TYPES[model.type] ?? model.type}</td>
            <td>
              <ModelFigure figures={model.figures ?? {}} />
            </td>
            <td>
              {model.run ? <Link to={`/runs/${model.run.id}`}>{model.run.name || "a run"}</Link> : "–"}
              {model.dataset && (
                <span className="subline">
                  on <Link to={`/datasets/${model.dataset.id}`}>{model.dataset.name}</Link>
                </span>
              )}
            </td>
            <td>
              <When at={model.created_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function ModelFigure({ figures }: { figures: Record<string, unknown> }) {
  for (const { name, words, style } of FIGURES) {
    const measure = Measure.safeParse(figures[name]);
    if (measure.success)
      return (
        <>
          <Figure measure={measure.data} style={style} />
          <span className="subline">{words}</span>
        </>
      );
  }
  const { parameters } = figures;
  return typeof parameters === "number" ? (
    <span className="soft">{figure(parameters / 1e6)} M parameters</span>
  ) : (
    <span className="soft">–</span>
  );
}
