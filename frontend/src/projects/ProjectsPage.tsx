import type { Project } from "../api/getProject";
import { useProjects } from "../api/listProjects";
import { Link } from "../app/navigation";
import { Bar } from "../ui/Bar";
import { Empty } from "../ui/Empty";
import { figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";

const NewProject = () => (
  <Link className="button primary" to="/projects/new">
    {t("projects.new")}
  </Link>
);

export function ProjectsPage() {
  const { data, error } = useProjects();
  if (error && !data) return <Problem error={error} />;
  if (!data) return <Waiting />;
  if (data.length === 0)
    return (
      <Empty title={t("projects.empty.title")} action={<NewProject />}>
        {t("projects.empty.words")}
      </Empty>
    );
  return (
    <>
      <PageHead title={t("projects.title")} actions={<NewProject />} />
      <TableFrame label={t("projects.title")}>
        <thead>
          <tr>
            <th>{t("projects.columns.project")}</th>
            <th>{t("projects.columns.state")}</th>
            <th>{t("projects.columns.ranked")}</th>
            <th className="number">{t("projects.columns.prompts")}</th>
            <th className="number">{t("projects.columns.rankings")}</th>
            <th>{t("projects.columns.you")}</th>
            <th>
              <span className="visually-hidden">{t("projects.columns.next")}</span>
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
  const domains = project.domains.join(", ");
  const done = { done: counts.tasks_finished, count: counts.tasks };
  return (
    <tr>
      <th scope="row">
        <Link to={`/projects/${project.id}`} lang="">
          {project.name}
        </Link>
        <span className="subline">{project.is_demo ? t("projects.demo", { domains }) : domains}</span>
      </th>
      <td>{t(`projects.status.${project.status}`)}</td>
      <td>
        {counts.tasks === 0 ? (
          <span className="soft">{t("projects.noTasks")}</span>
        ) : (
          <>
            <Bar label={t("projects.doneLabel", done)} done={counts.tasks_finished} of={counts.tasks} />
            <span className="subline">{t("projects.done", done)}</span>
          </>
        )}
      </td>
      <td className="number">{figure(counts.prompts)}</td>
      <td className="number">{figure(counts.rankings)}</td>
      <td>{project.role ? t(`projects.roles.${project.role}`) : "–"}</td>
      <td className="number">
        {can.annotate && project.status === "active" && counts.tasks > counts.tasks_finished && (
          <Link className="button small" to={`/projects/${project.id}/rank`}>
            {t("projects.rank")}
          </Link>
        )}
      </td>
    </tr>
  );
}
