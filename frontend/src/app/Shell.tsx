import { type ReactNode, Suspense } from "react";
import type { Me } from "../api/getMe";
import { type Project, useProject } from "../api/getProject";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
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

const TABS: { path: string; words: string; for: (project: Project) => boolean }[] = [
  { path: "", words: "Overview", for: () => true },
  { path: "/rank", words: "Rank", for: (project) => project.can.annotate },
  { path: "/rankings", words: "Your rankings", for: (project) => project.can.annotate },
  { path: "/prompts", words: "Prompts", for: (project) => project.can.research || project.can.manage },
  { path: "/quality", words: "Quality", for: ({ can }) => can.research || can.review },
  { path: "/review", words: "Review", for: ({ can }) => can.review },
  { path: "/datasets", words: "Datasets", for: (project) => project.can.research },
  { path: "/runs", words: "Runs", for: (project) => project.can.research },
  { path: "/models", words: "Models", for: (project) => project.can.research },
  { path: "/evaluations", words: "Evaluations", for: (project) => project.can.research },
  { path: "/members", words: "Members", for: (project) => project.can.manage },
  { path: "/settings", words: "Settings", for: (project) => project.can.manage },
];

function ProjectTabs({ project }: { project: Project }) {
  const path = usePath();
  const base = `/projects/${project.id}`;
  const isHere = (tab: string) =>
    path === base + tab || (tab !== "" && [base + tab, tab].some((start) => path.startsWith(`${start}/`)));
  return (
    <nav className="tabs-nav" aria-label="Project">
      {TABS.filter((tab) => tab.for(project)).map((tab) => (
        <Link key={tab.path} to={base + tab.path} aria-current={isHere(tab.path) ? "page" : undefined}>
          {tab.words}
        </Link>
      ))}
    </nav>
  );
}
