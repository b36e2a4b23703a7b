import { lazy, type ReactNode } from "react";
import { AccountPage } from "../account/AccountPage";
import { useDataset } from "../api/getDataset";
import { useEvaluation } from "../api/getEvaluation";
import type { Me } from "../api/getMe";
import type { Project } from "../api/getProject";
import { useRun } from "../api/getRun";
import type { ApiError } from "../api/request";
import { AuditPage } from "../audit/AuditPage";
import { DatasetPage } from "../datasets/DatasetPage";
import { DatasetsPage } from "../datasets/DatasetsPage";
import { ContestsPage } from "../evaluations/ContestsPage";
import { EvaluationPage } from "../evaluations/EvaluationPage";
import { EvaluationsPage } from "../evaluations/EvaluationsPage";
import { WebhooksPage } from "../hooks/WebhooksPage";
import { ImportPage } from "../imports/ImportPage";
import { MembersPage } from "../members/MembersPage";
import { NewProjectPage } from "../projects/NewProjectPage";
import { OverviewPage } from "../projects/OverviewPage";
import { ProjectsPage } from "../projects/ProjectsPage";
import { PromptsPage } from "../projects/PromptsPage";
import { SettingsPage } from "../projects/SettingsPage";
import { HistoryPage } from "../ranking/HistoryPage";
import { ReviewsPage } from "../reviews/ReviewsPage";
import { ContinuePage } from "../runs/ContinuePage";
import { ModelsPage } from "../runs/ModelsPage";
import { RunsPage } from "../runs/RunsPage";
import { StartRunPage } from "../runs/StartRunPage";
import { Empty } from "../ui/Empty";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";
import { Link, Routes } from "./navigation";
import { ProjectShell, Shell } from "./Shell";

const QualityPage = lazy(() =>
  import("../quality/QualityPage").then((file) => ({ default: file.QualityPage })),
);
const ReviewPage = lazy(() => import("../reviews/ReviewPage").then((file) => ({ default: file.ReviewPage })));
const RunPage = lazy(() => import("../runs/RunPage").then((file) => ({ default: file.RunPage })));

const PROJECT_PAGES: Record<string, (project: Project) => ReactNode> = {
  "": (project) => <OverviewPage project={project} />,
  "/rankings": (project) => <HistoryPage project={project} />,
  "/prompts": (project) => <PromptsPage project={project} />,
  "/import": (project) => <ImportPage project={project} />,
  "/members": (project) => <MembersPage project={project} />,
  "/settings": (project) => <SettingsPage project={project} />,
  "/settings/audit": (project) => <AuditPage project={project} />,
  "/settings/webhooks": (project) => <WebhooksPage project={project} />,
  "/quality": (project) => <QualityPage project={project} />,
  "/review": (project) => <ReviewsPage project={project} />,
  "/datasets": (project) => <DatasetsPage project={project} />,
  "/runs": (project) => <RunsPage project={project} />,
  "/runs/new": (project) => <StartRunPage project={project} />,
  "/models": (project) => <ModelsPage project={project} />,
  "/evaluations": (project) => <EvaluationsPage project={project} />,
  "/evaluations/methods": (project) => <ContestsPage project={project} />,
};

/** Every page but the ranking page. */
export function LeadRoutes({ me }: { me: Me }) {
  const projectRoutes = Object.entries(PROJECT_PAGES).map(([path, show]) => ({
    path: `/projects/:project${path}`,
    show: ({ project = "" }) => (
      <ProjectShell key={project} me={me} id={project}>
        {show}
      </ProjectShell>
    ),
  }));
  return (
    <Routes
      routes={[
        { path: "/", show: () => <Shell me={me}>{<ProjectsPage />}</Shell> },
        { path: "/account", show: () => <Shell me={me}>{<AccountPage me={me} />}</Shell> },
        { path: "/projects/new", show: () => <Shell me={me}>{<NewProjectPage />}</Shell> },
        { path: "/datasets/:id", show: ({ id = "" }) => <DatasetRoute key={id} me={me} id={id} /> },
        { path: "/runs/:id", show: ({ id = "" }) => <RunRoute key={id} me={me} id={id} /> },
        { path: "/runs/:id/continue", show: ({ id = "" }) => <ContinueRoute key={id} me={me} id={id} /> },
        { path: "/evaluations/:id", show: ({ id = "" }) => <EvaluationRoute key={id} me={me} id={id} /> },
        {
          path: "/projects/:project/review/:task",
          show: ({ project = "", task = "" }) => (
            <ProjectShell key={task} me={me} id={project}>
              {(known) => <ReviewPage project={known} task={task} />}
            </ProjectShell>
          ),
        },
        ...projectRoutes,
      ]}
      otherwise={<Shell me={me}>{<NoPage />}</Shell>}
    />
  );
}

type ThingProps = { me: Me; id: string };

function DatasetRoute({ me, id }: ThingProps) {
  const query = useDataset(id);
  return <Thing me={me} query={query} show={(dataset) => <DatasetPage dataset={dataset} />} />;
}

function RunRoute({ me, id }: ThingProps) {
  const query = useRun(id);
  return <Thing me={me} query={query} show={(run) => <RunPage run={run} />} />;
}

function ContinueRoute({ me, id }: ThingProps) {
  const query = useRun(id);
  return <Thing me={me} query={query} show={(run) => <ContinuePage run={run} />} />;
}

function EvaluationRoute({ me, id }: ThingProps) {
  const query = useEvaluation(id);
  return <Thing me={me} query={query} show={(evaluation) => <EvaluationPage evaluation={evaluation} />} />;
}

type Belonging = { project: { id: string } };
type ThingRouteProps<T> = {
  me: Me;
  query: { data: T | undefined; error: ApiError | null };
  show: (thing: T) => ReactNode;
};

/** A page whose address names a thing: the thing names its project. */
function Thing<T extends Belonging>({ me, query, show }: ThingRouteProps<T>) {
  const { data, error } = query;
  if (!data) return <Shell me={me}>{error ? <Problem error={error} /> : <Waiting />}</Shell>;
  return (
    <ProjectShell me={me} id={data.project.id}>
      {() => show(data)}
    </ProjectShell>
  );
}

function NoPage() {
  return (
    <Empty
      title={t("app.noPage.title")}
      action={
        <Link className="button primary" to="/">
          {t("app.noPage.back")}
        </Link>
      }
    >
      {t("app.noPage.words")}
    </Empty>
  );
}
