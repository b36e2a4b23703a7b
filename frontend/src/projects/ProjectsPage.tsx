import type { Project } from "../api/getProject";
import { useProjects } from "../api/listProjects";
import { Link } from "../app/navigation";
import { Bar } from "../ui/Bar";
import { Empty } from "../ui/Empty";
import { count, figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";

const NEW = (
  <Link className="button primary" to="/projects/new">
    New project
  </Link>
);

export function ProjectsPage() {
  const { data, error } = useProjects();
  if (error && !data) return <Problem error={error} />;
  if (!data) return <Waiting />;
  if (data.length === 0)
    return (
      <Empty title="Start with a project" action={NEW}>
        A project holds prompts and the answers of a model to them. People rank the answers; from their
        rankings you train a reward model, and with it you align the model. If you came to rank, ask the owner
        of a project to add your e-mail address.
      </Empty>
    );
  return (
    <>
      <PageHead title="Projects" actions={NEW} />
      <TableFrame label="Projects">
        <thead>
          <tr>
            <th>Project</th>
            <th>State</th>
            <th>Ranked</th>
            <th className="number">Prompts</th>
            <th className="number">Rankings</th>
            <th>You</th>
            <th>
              <span className="visually-hidden">Next</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((project) => (
            <ProjectRow key={project.id} project={project} />
          ))}
        </tbody>
      </TableFrame>
    </>
  );
}

function ProjectRow({ project }: { project: Project }) {
  const { counts, can } = project;
  return (
    <tr>
      <th scope="row">
        <Link to={`/projects/${project.id}`}>{project.name}</Link>
        <span className="subline">
          {project.is_demo && "Demo · "}
          {project.domains.join(", ")}
        </span>
      </th>
      <td>{project.status}</td>
      <td>
        {counts.tasks === 0 ? (
          <span className="soft">no tasks yet</span>
        ) : (
          <>
            <Bar
              label={`${counts.tasks_finished} of ${count(counts.tasks, "task")} ranked`}
              done={counts.tasks_finished}
              of={counts.tasks}
            />
            <span className="subline">
              {figure(counts.tasks_finished)} of {count(counts.tasks, "task")}
            </span>
          </>
        )}
      </td>
      <td className="number">{figure(counts.prompts)}</td>
      <td className="number">{figure(counts.rankings)}</td>
      <td>{project.role ?? "–"}</td>
      <td className="number">
        {can.annotate && project.status === "active" && counts.tasks > counts.tasks_finished && (
          <Link className="button small" to={`/projects/${project.id}/rank`}>
            Rank
          </Link>
        )}
      </td>
    </tr>
  );
}
