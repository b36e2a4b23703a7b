import { type ReactNode, Suspense } from "react";
import type { Me } from "../api/getMe";
import { type Project, useProject } from "../api/getProject";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import type { app } from "../words/en/app";
import { t } from "../words/t";
import { AccountMenu } from "./AccountMenu";
import { Link, usePath } from "./navigation";

type ShellProps = { me: Me; project?: Project; children: ReactNode };

/** The frame of every page but the ranking page: who you are, which project, where in it. */
export function Shell({ me, project, children }: ShellProps) {
  return (
    <div className="shell">
      <header className="top">
        <Link className="brand" to="/">
          Podium
        </Link>
        {project && (
          <Link className="top-project" to={`/projects/${project.id}`}>
            {project.name}
          </Link>
        )}
        <AccountMenu me={me} />
      </header>
      {project && <ProjectTabs project={project} />}
      <main className="page">
        <Suspense fallback={<Waiting />}>{children}</Suspense>
      </main>
    </div>
  );
}

/** The frame of a page that belongs to a project: the page is shown once the project is known. */
export function ProjectShell({
  me,
  id,
  children,
}: {
  me: Me;
  id: string;
  children: (project: Project) => ReactNode;
}) {
  const { data, error } = useProject(id);
  if (data)
    return (
      <Shell me={me} project={data}>
        {children(data)}
      </Shell>
    );
  return <Shell me={me}>{error ? <Problem error={error} /> : <Waiting />}</Shell>;
}

type Tab = Exclude<keyof typeof app.tabs, "label">;

const TABS: { path: string; name: Tab; for: (project: Project) => boolean }[] = [
  { path: "", name: "overview", for: () => true },
  { path: "/rank", name: "rank", for: (project) => project.can.annotate },
  { path: "/rankings", name: "rankings", for: (project) => project.can.annotate },
  { path: "/prompts", name: "prompts", for: (project) => project.can.research || project.can.manage },
  { path: "/quality", name: "quality", for: ({ can }) => can.research || can.review },
  { path: "/review", name: "review", for: ({ can }) => can.review },
  { path: "/datasets", name: "datasets", for: (project) => project.can.research },
  { path: "/runs", name: "runs", for: (project) => project.can.research },
  { path: "/models", name: "models", for: (project) => project.can.research },
  { path: "/evaluations", name: "evaluations", for: (project) => project.can.research },
  { path: "/members", name: "members", for: (project) => project.can.manage },
  { path: "/settings", name: "settings", for: (project) => project.can.manage },
];

function ProjectTabs({ project }: { project: Project }) {
  const path = usePath();
  const base = `/projects/${project.id}`;
  const isHere = (tab: string) =>
    path === base + tab || (tab !== "" && [base + tab, tab].some((start) => path.startsWith(`${start}/`)));
  return (
    <nav className="tabs-nav" aria-label={t("app.tabs.label")}>
      {TABS.filter((tab) => tab.for(project)).map((tab) => (
        <Link key={tab.path} to={base + tab.path} aria-current={isHere(tab.path) ? "page" : undefined}>
          {t(`app.tabs.${tab.name}`)}
        </Link>
      ))}
    </nav>
  );
}
