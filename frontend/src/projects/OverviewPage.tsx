import { type Progress, useProgress } from "../api/getProgress";
import type { Project } from "../api/getProject";
import { useDatasets } from "../api/listDatasets";
import { useEvaluations } from "../api/listEvaluations";
import { useModels } from "../api/listModels";
import { Link } from "../app/navigation";
import { Bar } from "../ui/Bar";
import { Bars } from "../ui/Bars";
import { figure, percent } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";
import { AgreementSection } from "./AgreementSection";
import { AnnotatorsTable } from "./AnnotatorsTable";
import { DomainsTable } from "./DomainsTable";
import { lastDays } from "./lastDays";
import { nextStep } from "./nextStep";
import { OrderLine } from "./OrderLine";

export function OverviewPage({ project }: { project: Project }) {
  const { can } = project;
  return (
    <>
      <PageHead
        title={project.name}
        actions={
          can.annotate && (
            <Link className="button" to={`/projects/${project.id}/rank`}>
              {t("projects.overview.rank")}
            </Link>
          )
        }
      >
        {project.description && (
          <p className="soft" lang="">
            {project.description}
          </p>
        )}
        {project.status !== "active" && <p>{t(`projects.overview.${project.status}`)}</p>}
      </PageHead>
      {can.research && <Next project={project} />}
      {can.manage || can.research || can.review ? <ProgressPart project={project} /> : <AnnotatorWelcome />}
    </>
  );
}

function AnnotatorWelcome() {
  return <p className="soft">{t("projects.overview.welcome")}</p>;
}

function Next({ project }: { project: Project }) {
  const datasets = useDatasets(project.id);
  const models = useModels(project.id);
  const evaluations = useEvaluations(project.id);
  if (!datasets.data || !models.data || !evaluations.data) return null;
  const step = nextStep(project, {
    datasets: datasets.data.length,
    rewardModels: models.data.filter((model) => model.type === "reward").length,
    policies: models.data.filter((model) => model.type === "policy").length,
    evaluations: evaluations.data.length,
  });
  if (!step) return null;
  return (
    <section className="next-step" aria-labelledby="next-step">
      <div>
        <h2 id="next-step">{step.title}</h2>
        <p>{step.words}</p>
      </div>
      <Link className="button primary" to={`/projects/${project.id}${step.path}`}>
        {step.button}
      </Link>
    </section>
  );
}

function ProgressPart({ project }: { project: Project }) {
  const { data, error } = useProgress(project.id);
  if (error && !data) return <Problem error={error} />;
  if (!data) return <Waiting />;
  return (
    <>
      <section className="section" aria-labelledby="progress">
        <h2 id="progress">Progress</h2>
        <Facts progress={data} />
        <OrderLine project={project} />
      </section>
      {data.by_domain.length > 0 && <DomainsTable rows={data.by_domain} />}
      <AgreementSection agreement={data.agreement} overlap={project.overlap} />
      {data.by_annotator.length > 0 && <AnnotatorsTable rows={data.by_annotator} />}
    </>
  );
}

function Facts({ progress }: { progress: Progress }) {
  const { seats } = progress;
  return (
    <dl className="facts">
      <div>
        <dt>Rankings asked for</dt>
        <dd>
          <strong>
            {figure(seats.filled)} of {figure(seats.total)}
          </strong>
          <Bar label={`${seats.filled} of ${seats.total} given`} done={seats.filled} of={seats.total} />
          <span className="subline">
            {figure(seats.leased)} being ranked now, {figure(seats.open)} open
          </span>
        </dd>
      </div>
      <div>
        <dt>Rankings given</dt>
        <dd>
          <strong>{figure(progress.rankings)}</strong>
          <span className="subline">
            {figure(progress.late)} late, {figure(progress.skipped)} skipped
            {progress.excluded > 0 && `, ${figure(progress.excluded)} left out`}
          </span>
        </dd>
      </div>
      <div>
        <dt>Pairs that are ties</dt>
        <dd>
          <strong>{percent(progress.ties_share)}</strong>
        </dd>
      </div>
      {progress.by_day.length > 0 && (
        <div>
          <dt>By day, the last two weeks</dt>
          <dd>
            <Bars
              label="Rankings by day, the last two weeks"
              values={lastDays(progress.by_day, new Date())}
            />
          </dd>
        </div>
      )}
    </dl>
  );
}
